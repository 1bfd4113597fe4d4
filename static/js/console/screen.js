/**
 * All panels, drawn together from one scene. Redrawn on every message and once a second, on the second of the
 * clock that is shown; a hidden tab is redrawn by its messages, since its timers sleep.
 *
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./scene.js").Scene} Scene
 */

import { remainingAt } from "../core/timer.js";
import { t } from "../core/words.js";
import { AftermathPanel } from "./panels/aftermath_panel.js";
import { AlarmsPanel } from "./panels/alarms_panel.js";
import { CommandsPanel } from "./panels/commands_panel.js";
import { EndDialog } from "./panels/end_dialog.js";
import { EndedPanel } from "./panels/ended_panel.js";
import { GuidePanel } from "./panels/guide_panel.js";
import { MastheadPanel } from "./panels/masthead_panel.js";
import { NoticesPanel } from "./panels/notices_panel.js";
import { NowPanel } from "./panels/now_panel.js";
import { PeoplePanel } from "./panels/people_panel.js";
import { PhasesPanel } from "./panels/phases_panel.js";
import { PresenterPanel } from "./panels/presenter_panel.js";
import { PreviewPanel } from "./panels/preview_panel.js";
import { QuestionPanel } from "./panels/question_panel.js";
import { ReceivedPanel } from "./panels/received_panel.js";

const SECOND = 1000;
const AFTER_THE_BEAT = 5;

export class Screen {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #next;
  /** @type {(scene: Scene) => void} */
  #afterDrawing = () => {};
  #desk;
  #panels;
  #alarms;
  #notices;
  #now;

  /**
   * @param {Document} page
   * @param {Desk} desk
   * @param {string} gathering
   */
  constructor(page, desk, gathering) {
    this.#desk = desk;
    this.people = new PeoplePanel(page);
    this.phases = new PhasesPanel(page);
    this.masthead = new MastheadPanel(page);
    this.endDialog = new EndDialog(page);
    this.#alarms = new AlarmsPanel(page);
    this.#notices = new NoticesPanel(page);
    this.#now = new NowPanel(page);
    this.#panels = [
      this.masthead,
      new ReceivedPanel(page),
      new QuestionPanel(page),
      new AftermathPanel(page),
      new PreviewPanel(page),
      new PresenterPanel(page),
      this.people,
      this.phases,
      new GuidePanel(page, gathering),
      this.endDialog,
      new EndedPanel(page),
      new CommandsPanel(page),
    ];
  }

  /** @param {(scene: Scene) => void} heed hears of every redraw */
  afterDrawing(heed) {
    this.#afterDrawing = heed;
  }

  /**
   * @param {{own?: boolean}} [cause] `own`: this leader's press caused it
   */
  draw({ own = false } = {}) {
    const scene = this.#desk.scene();
    this.#drawAgain(scene);
    const standing = this.#alarms.draw(scene) + this.#notices.draw(scene);
    const view = this.#now.draw(scene);
    for (const panel of this.#panels) panel.draw(scene);
    this.#watchLabels(scene, view, standing, own);
    document.title =
      scene.alarms.presenterLost(performance.now()) === "raised"
        ? t("Check the presenter · {title}", { title: view.title })
        : view.title;
    this.#afterDrawing(scene);
  }

  /**
   * @param {Scene} scene
   * @param {import("./now_view.js").NowView} view
   * @param {string} standing
   * @param {boolean} own
   */
  #watchLabels({ snapshot, me, signals }, view, standing, own) {
    const { guard } = this.#desk;
    const at = performance.now();
    const byOther = snapshot.lastMove ? snapshot.lastMove.by !== me.id : !own;
    guard.shows("next", view.primary, { byOther, at });
    guard.shows("back", view.backLabel, { byOther, at });
    guard.shows("pause", view.pauseLabel, { byOther, at });
    guard.shows("place", `${standing}${signals.length}`, { byOther: !own, at });
  }

  /** @param {Scene} scene */
  #drawAgain({ snapshot, now }) {
    clearTimeout(this.#next);
    const left = snapshot.clock?.runningSince ? remainingAt(snapshot.clock, now) : -now;
    const toTheBeat = ((left % SECOND) + SECOND) % SECOND || SECOND;
    this.#next = setTimeout(() => this.draw(), toTheBeat + AFTER_THE_BEAT);
  }
}
