/**
 * The mails of a press, alive: whoever listens hears once that all is done.
 */

import { announce } from "../components/announcer.js";
import { follow, mailPage } from "../components/mail_progress.js";
import { part } from "../components/parts.js";

follow(mailPage).then(() => announce(part("sum").textContent?.trim() ?? ""));
