"""Usual names, by the language as CLDR calls it: how names are spelled, where the names of countries do not tell."""

USUAL_NAMES = {
    "de": "müller schröder köhler bäcker weiß groß jürgen jörg günther käthe krämer böhm schäfer könig böck röhm hölzl",
    "fr": "hélène françois françoise andré rené zoé zoë noël benoît lefèvre bérard léa chloé gaëlle jérôme inès",
    "es": "josé maría garcía núñez muñoz lópez pérez gómez martín ángel iñigo sofía inés peña ibáñez",
    "pt": "joão conceição antónio josé inês simões araújo guimarães magalhães luís brandão leitão vinícius",
    "it": "niccolò nicolò forlì cantù salò carrà mosè noè giosuè pietà libertà così però più perché desirée borzomì foà",
    "nl": "zoë daniël joël noëlle michaël rené chloé anaïs loïs coöper raphaël thaïs andré",
    "da": "søren jørgen bjørn kjær nørgaard østergaard bøgh åse pernille sørensen jørgensen kåre mærsk højlund",
    "nb": "bjørn øystein kåre håkon åse sørli ødegård næss sæther kjærstad jørgensen torbjørn",
    "sv": "björn göran åsa örjan håkan märta lindström sjöberg ångström öberg jönsson bäckström sörensen hägg",
    "fi": "mäkinen hämäläinen väinö päivi jyväskylä yrjö sääksjärvi möttönen pitkänen heikkilä",
    "ga": "seán ó néill máire pádraig síle gráinne éamon ríona sinéad tomás",
    "cs": "jiří dvořák novotný novák růžička šťastný tomáš lukáš kateřina věra kučera černý ondřej zdeněk novotná",
    "sk": "kováč ľubica štefan ďuriš božena matúš mária krajčír ľudovít tkáč horváth",
    "pl": "łukasz wójcik dąbrowska małgorzata stanisław paweł zięba żak kowalczyński józef grażyna michał jaśko ćwik",
    "hu": "szűcs kőszegi győző tóth lászló erdős hegedűs éva kovács szabó varjú jános németh horváth gábor",
    "ro": "ştefan mureşan mădălina brătianu ţurcanu ionuţ rădulescu bălan păun dănilă",
    "hr": "kovačić šarić đurđević božić krešimir željka žižić hrženjak lončar horvatić babić tomić",
    "sl": "zupančič hočevar špela živa andraž kovačič štrukelj uroš žagar blaž matevž primožič",
    "tr": "ayşe yılmaz şahin ibrahim çelik yıldırım oğuz kılıç tuğba aydın çağrı güneş ışıl doğan özdemir gökhan",
    "lt": "jūratė žemaitė šarūnas rūta stankevičiūtė čiurlionis mažeikienė živilė giedrė ugnė rugilė agnė",
    "lv": "jānis bērziņš kristīne kalniņa pēteris ozoliņš līga krūmiņa ģirts āboliņš ābele",
    "et": "tõnu mägi ülle põder jõgi jüri sääsk nõmm väino õunapuu kõiv rüütel võsu tõnisson",
    "he": "דוד לוי שרה כהן יוסף מזרחי רחל משה מרים אברהם נועה יעקב תמר איתן חנה שפירא פרידמן",
}
FAMILY_NAMES = {
    "zh": (
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
        "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴"
        "莫孔向汤"
    ),
    "zh_Hant": (
        "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余趙盧梁顏柯翁魏"
        "孫戴范方宋鄧杜傅侯曹薛丁卓馬董溫唐藍石蔣古紀姚連歐馮程湯田康姜汪白鄒尤巫鐘黎涂龔嚴韓袁金童陸夏柳"
    ),
    "ja": (
        "佐鈴高田渡伊山中小加吉松井木林斎清森池橋阿石村前岡長後近坂遠青西福太三藤原野金上島和竹内宮大今平"
        "河安谷菊千水"
    ),
    "ko": (
        "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방"
        "공현함변염여추도소"
    ),
}  # fmt: skip
"""How nine of ten people in East Asia are called, or their names begin."""
GIVEN_NAMES = {
    "zh": (
        "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰红玉梅华建国文志海晓丹雪婷宇欣佳怡浩子轩春云龙飞"
        "鹏辉琳玲燕萍"
    ),
    "zh_Hant": (
        "美淑雅惠玲麗秀英文志明家俊怡婷君宏偉建國華佳宜欣玉珍雯芬芳慧如承恩宗翰冠廷子軒小雲龍傑豪心芷蘭花"
    ),
    "ja": (
        "田藤木本川野山村口辺崎沢井上下原島々子美一二三郎太夫男雄介香奈恵織真由紀智和明代江里佳幸弘正博誠"
        "健大翔悠陽結愛菜咲花直樹也哉人彦輝裕久義治秀"
    ),
    "ko": (
        "민수영희지현준서윤우진혜은정경미선주아연하나원재성호동철상훈승태환기석용형식인근남길순옥자숙란복"
        "덕창규섭열욱찬혁빈율도유이예채다솔린소시후건온종"
    ),
}  # fmt: skip
"""What stands behind it, most often."""
