"""Twelve made-up people of each language, with the letters of that language, and the code pages its spreadsheets write."""

from unicodedata import normalize

from balint_live.adapters.imports.reader import ListFiles
from balint_live.application.imports.table import EncodingUnclear
from balint_live.application.imports.values import clean

PEOPLE: dict[str, tuple[str, ...]] = {
    "Czech": (
        "Jiří Dvořák", "Žofie Šťastná", "Božena Němcová", "Tomáš Růžička", "Kateřina Nováková",
        "Lukáš Procházka", "Věra Kučerová", "Ondřej Černý", "Přemysl Štěpánek", "Zdeněk Beneš",
        "Markéta Říhová", "Radek Hájek",
    ),
    "Polish": (
        "Łukasz Wójcik", "Agnieszka Dąbrowska", "Małgorzata Zięba", "Stanisław Żak", "Jan Kowalczyński",
        "Paweł Ćwik", "Elżbieta Sękowska", "Józef Gałązka", "Bożena Łęcka", "Michał Świątek", "Grażyna Pająk",
        "Rafał Źrebiec",
    ),
    "Hungarian": (
        "Ferenc Szűcs", "Erzsébet Kőszegi", "Győző Tóth", "Ágnes Fülöp", "László Erdős", "Ödön Hegedűs",
        "Éva Gyöngyösi", "Zoltán Lőrincz", "Ildikó Bíró", "Tünde Varjú", "Sándor Török", "Márta Kővári",
    ),
    "Romanian": (
        "Ştefan Mureşan", "Mădălina Vlădescu", "Ioana Brătianu", "Cătălin Ţurcanu", "Andreea Păun",
        "Ionuţ Grigoraş", "Raluca Dănilă", "Florin Tătaru", "Mihăiţă Căpăţână", "Simona Rădulescu",
        "Bogdan Bălan", "Lăcrămioara Ştirbu",
    ),
    "Croatian": (
        "Tomislav Kovačić", "Željka Šarić", "Krešimir Đurđević", "Ana Božić", "Vjekoslav Čavić", "Mladen Žižić",
        "Dražen Hrženjak", "Snježana Perišić", "Đurđica Lončar", "Siniša Vučković", "Boško Matošić",
        "Nataša Grčić",
    ),
    "Slovene": (
        "Matjaž Zupančič", "Špela Hočevar", "Andraž Kovačič", "Živa Bregač", "Tadeja Češnovar", "Uroš Štrukelj",
        "Blaž Žagar", "Anže Kramaršič", "Nuša Rožič", "Miloš Vrečko", "Jože Pečnik", "Neža Škrjanc",
    ),
    "Slovak": (
        "Ľudovít Štúr", "Zuzana Kováčová", "Miloš Ďurica", "Ľubica Žiaková", "Štefan Hruška", "Anežka Tkáčová",
        "Tomáš Mečiar", "Božena Slančíková", "Matúš Krňan", "Katarína Vaľková", "Jozef Šťavina",
        "Mária Rázusová",
    ),
    "Russian": (
        "Пётр Иванов", "Анна Каренина", "Ольга Сергеевна Петрова", "Дмитрий Кузнецов", "Екатерина Соколова",
        "Юрий Щербаков", "Наталья Воробьёва", "Игорь Жуков", "Людмила Цветкова", "Алексей Чехов",
        "Эльвира Хабибуллина", "Семён Фёдоров",
    ),
    "Ukrainian": (
        "Олексій Шевченко", "Марія Коваленко", "Юлія Їжакевич", "Євген Гриценко", "Наталія Литвиненко",
        "Сергій Бондаренко", "Ірина Дячук", "Микола Лисенко", "Оксана Забужко", "Андрій Пилипчук",
        "Соломія Крушельницька", "Богдан Ступка",
    ),
    "Bulgarian": (
        "Георги Димитров", "Мария Йорданова", "Цветелина Стоянова", "Николай Златев", "Десислава Тодорова",
        "Румен Ангелов", "Стефка Костадинова", "Божидар Щерев", "Ивайло Гълъбов", "Ралица Първанова",
        "Петя Дъбарова", "Красимир Жеков",
    ),
    "Greek": (
        "Γιώργος Παπαδόπουλος", "Μαρία Ιωάννου", "Ελένη Κωνσταντίνου", "Νίκος Αλεξίου", "Σοφία Βέμπο",
        "Θανάσης Μακρής", "Χρήστος Γεωργίου", "Άννα Δημητρίου", "Ιωάννης Ξενάκης", "Κατερίνα Ζώη",
        "Στέλιος Ψαλτάκης", "Ευγενία Φωτιάδη",
    ),
    "Turkish": (
        "Ayşe Yılmaz", "Gökhan Şahin", "İbrahim Çelik", "Şebnem Yıldırım", "Oğuzhan Kılıç", "Tuğba Aydın",
        "Çağrı Güneş", "Işıl Doğan", "Uğur Özdemir", "Gülşen Karadağ", "Barış Taşkın", "Nazlı Ünlü",
    ),
    "Hebrew": (
        "דוד לוי", "שרה כהן", "יוסף מזרחי", "רחל פרץ", "משה ביטון", "מרים אזולאי", "אברהם פרידמן", "נועה שפירא",
        "יעקב גולן", "תמר אברהמי", "איתן צור", "חנה ברק",
    ),
    "Arabic": (
        "محمد أحمد", "فاطمة الزهراء", "يوسف إبراهيم", "عائشة القاسم", "خالد المصري", "سارة الحداد",
        "عمر الشريف", "مريم منصور", "حسن العلي", "نور الدين", "ليلى حداد", "سليم النجار",
    ),
    "Persian": (
        "علي رضايي", "زهرا محمدي", "پرويز چگيني", "مريم حسيني", "رضا گلزار", "فاطمه كريمي", "حسين ژاله",
        "نرگس پارسا", "بهرام صادقي", "شيرين عبادي", "امير كبيري", "ليلا حاتمي",
    ),
    "Lithuanian": (
        "Jūratė Žemaitė", "Šarūnas Kazlauskas", "Rūta Stankevičiūtė", "Vytautas Čiurlionis", "Daiva Mažeikienė",
        "Ąžuolas Šimkus", "Kęstutis Jasiūnas", "Živilė Raškauskaitė", "Giedrė Petrauskienė",
        "Mindaugas Vyšniauskas", "Eglė Žukaitė", "Aušra Bružaitė",
    ),
    "Latvian": (
        "Jānis Bērziņš", "Kristīne Kalniņa", "Pēteris Ozoliņš", "Līga Krūmiņa", "Guntars Vītols",
        "Ģirts Āboliņš", "Ērika Liepiņa", "Māris Šķēle", "Zane Dūmiņa", "Ņina Saulīte", "Uldis Žagariņš",
        "Ināra Vējonė",
    ),
    "Estonian": (
        "Tõnu Mägi", "Ülle Põder", "Märt Õunapuu", "Külli Jõgi", "Jüri Sääsk", "Ülo Käär", "Helgi Nõmm",
        "Väino Tamsaare-Lõhmus", "Tiiu Rüütel", "Peep Võsu", "Õie Kõiv", "Rein Hõbe",
    ),
    "Vietnamese": (
        "Nguyễn Văn Hùng", "Trần Thị Thu Hà", "Lê Quốc Việt", "Phạm Thị Hồng", "Đặng Thái Sơn", "Võ Thị Ánh",
        "Hoàng Đức Long", "Bùi Thị Xuân", "Đỗ Mạnh Cường", "Lý Hồng Phúc", "Vũ Ngọc Bảo", "Đinh Thị Hương",
    ),
    "Thai": (
        "สมชาย ใจดี", "สุดารัตน์ แก้วมณี", "วิชัย ศรีสุข", "นภาพร ทองคำ", "ประเสริฐ วงศ์ไทย", "มาลี บุญมา", "ธนพล เจริญสุข",
        "กัญญา พรหมมา", "อนันต์ รักไทย", "พิมพ์ใจ แสงทอง", "ชาติชาย มีสุข", "รัตนา สายทอง",
    ),
    "Japanese": (
        "山田太郎", "佐藤花子", "鈴木一郎", "高橋美咲", "田中健太", "渡辺さくら", "伊藤翔太", "中村陽子",
        "小林大輔", "加藤由美子", "吉田和彦", "山本あかり",
    ),
    "Simplified Chinese": (
        "王伟", "李娜", "张敏", "刘洋", "陈静", "杨秀英", "赵丽华", "黄志强", "周晓明", "吴建国", "徐佳怡",
        "孙鹏飞",
    ),
    "Traditional Chinese": (
        "陳志明", "林美玲", "黃淑芬", "張家豪", "李雅婷", "王俊傑", "吳佩珊", "劉建宏", "蔡怡君", "楊宗翰",
        "許淑惠", "鄭文雄",
    ),
    "Korean": (
        "김민수", "이영희", "박지훈", "최은정", "정수진", "강현우", "조미경", "윤서연", "장동건", "임지은",
        "한상민", "오세영",
    ),
    "German": (
        "Jörg Müller", "Käthe Weiß", "Günther Schröder", "Jürgen Bäcker", "Änne Groß", "Björn Köhler",
        "Ursula Häußler", "Rüdiger Löwe", "Bärbel Süß", "Hans-Jörg Böhme", "Götz Krämer", "Ülkü Förster",
    ),
    "French": (
        "Hélène Lefèvre", "François Bérard", "Zoë Brûlé", "Noël Château", "Gaëlle Françoise", "Jérôme Bénévent",
        "Anaïs Côté", "Inès Garçon", "André Hervé", "Benoît Maître", "Chloé Grégoire", "Élodie Rivière",
    ),
    "Spanish": (
        "José Núñez", "María Muñoz", "Ángel Ibáñez", "Begoña García", "Íñigo Martínez", "Sofía Peña",
        "Raúl Gómez", "Inés Cañizares", "Óscar Fernández", "Lucía Ordóñez", "Andrés Zúñiga", "Verónica Güell",
    ),
    "Portuguese": (
        "João Conceição", "Inês Simões", "António Magalhães", "Conceição Araújo", "Luís Guimarães",
        "Mónica Leitão", "Sebastião Brandão", "Glória Falcão", "Estêvão Romão", "Fátima Galvão", "Simão Mourão",
        "Patrícia Valadão",
    ),
    "Danish": (
        "Søren Kjærgaard", "Åse Nørgaard", "Bjørn Østergård", "Mærsk Bødker", "Jørgen Skovbæk", "Kåre Ågård",
        "Pernille Sørensen", "Gro Kjær", "Bodil Højlund", "Rasmus Bækgaard", "Øjvind Mørk", "Signe Nygård",
    ),
    "Icelandic": (
        "Þórður Ægisson", "Guðrún Sigurðardóttir", "Björk Þórðardóttir", "Ásgeir Jónsson", "Ólafur Friðriksson",
        "Auður Ýr Bjarnadóttir", "Davíð Ísleifsson", "Sólveig Kristjánsdóttir", "Þuríður Hallgrímsdóttir",
        "Garðar Örn Guðmundsson", "Hólmfríður Einarsdóttir", "Vigdís Ósk Stefánsdóttir",
    ),
    "Swedish": (
        "Åsa Lindström", "Göran Sjöberg", "Märta Ångström", "Björn Hägg", "Örjan Nyström", "Håkan Åkerlund",
        "Kerstin Öberg", "Gösta Höglund", "Annelie Bäckman", "Sören Malmgård", "Elin Söderström", "Jöran Fält",
    ),
    "Italian": (
        "Niccolò Cantù", "Marialuce Forlì", "Nicolò Salò", "Giosuè Carrà", "Maria Pietà", "Andrea Mondolè",
        "Mosè Barillà", "Desirée Fabbri", "Noè Scimè", "Rosalia Calì", "Luca Cefalù", "Bruna Nardò",
    ),
    "Dutch": (
        "Zoë van Dijk", "Daniël Coöper", "Noëlle Smeets", "Anaïs de Vries", "Joël Bakker", "Michaël Jansen",
        "Loïs Mulder", "René Visser", "Chloë Peters", "Raphaël Hendriks", "Gaëlle Bos", "Thaïs Willems",
    ),
}  # fmt: skip

WESTERN = ("cp1252", "mac_roman", "cp850", "cp437", "iso8859_15")
CENTRAL = ("cp1250", "iso8859_2", "cp852", "mac_latin2")
CYRILLIC = ("cp1251", "koi8_u", "cp866", "mac_cyrillic", "iso8859_5")
WRITTEN_IN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Czech", "Polish", "Hungarian", "Slovak"), CENTRAL),
    **dict.fromkeys(("Croatian", "Slovene"), (*CENTRAL, "mac_croatian")),
    "Romanian": ("cp1250", "iso8859_2", "cp852", "mac_romanian"),
    **dict.fromkeys(("Russian", "Bulgarian"), CYRILLIC),
    "Ukrainian": ("cp1251", "koi8_u", "mac_cyrillic", "iso8859_5"),
    "Greek": ("cp1253", "iso8859_7", "mac_greek", "cp737"),
    "Turkish": ("cp1254", "mac_turkish", "cp857"),
    "Hebrew": ("cp1255", "cp862"),
    "Arabic": ("cp1256", "cp720", "iso8859_6"),
    "Persian": ("cp1256",),
    **dict.fromkeys(("Lithuanian", "Latvian", "Estonian"), ("cp1257", "cp775")),
    "Vietnamese": ("cp1258",),
    "Thai": ("cp874",),
    "Japanese": ("cp932", "euc_jp"),
    "Simplified Chinese": ("gb18030",),
    "Traditional Chinese": ("cp950",),
    "Korean": ("cp949",),
    **dict.fromkeys(("German", "French", "Spanish", "Italian", "Dutch", "Swedish"), WESTERN),
    "Portuguese": ("cp1252", "mac_roman", "cp850", "iso8859_15", "cp860"),
    "Icelandic": ("cp1252", "mac_iceland", "cp850", "iso8859_15"),
    "Danish": ("cp1252", "mac_roman", "cp850", "iso8859_15"),
}
WRITTEN = [(language, codec) for language, codecs in WRITTEN_IN.items() for codec in codecs]
UNICODE = ("utf_8", "utf_8_sig", "utf_16", "utf_16_le", "utf_16_be", "utf_32")


def written(name: str, codec: str) -> bytes | None:
    """None where the code page has not all of its letters. Vietnamese has its accents behind the letters there."""
    if codec != "cp1258":
        try:
            return name.encode(codec)
        except UnicodeEncodeError:
            return None
    return b"".join(_of_vietnam(letter) for letter in name)


def _of_vietnam(letter: str) -> bytes:
    """As Windows writes it: the letter with its shape, then its tone."""
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        bare, *accents = list(normalize("NFD", letter))
        tone = next(accent for accent in accents if accent in "\u0300\u0301\u0303\u0309\u0323")
        shape = normalize("NFC", bare + "".join(accent for accent in accents if accent != tone))
        return (shape + tone).encode("cp1258")


def listed(names: list[bytes], codec: str) -> bytes:
    rows = [
        name + f";p{place}@example.org\r\n".encode(codec.removesuffix("_sig"))
        for place, name in enumerate(names)
    ]
    return "Name;E-Mail\r\n".encode(codec) + b"".join(rows)


def read(data: bytes, encoding: str = "") -> list[str]:
    return [clean(row.cells[0]) for row in ListFiles().read(data, "list.csv", encoding).rows]


def answer(data: bytes, names: list[str]) -> str:
    """ "right", "asked" where choosing one of the readings offered makes it right, else what went wrong."""
    try:
        told = read(data)
    except EncodingUnclear as unclear:
        offered = [read(data, reading.encoding) for reading in unclear.readings]
        return "asked" if names in offered and len(offered) <= 4 else f"not offered: {offered}"
    return "right" if told == names else f"silently wrong: {told}"
