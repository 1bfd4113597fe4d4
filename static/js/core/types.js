/**
 * The shapes that travel between the server and these pages, written down once for the type checker.
 * Moments and lengths are integer milliseconds. Fields marked optional are left out by the server for
 * some viewers on purpose: what a page is never sent, it cannot leak.
 *
 * @typedef {"gathering" | "running" | "closed"} Status
 * @typedef {"leader" | "registrant" | "observer"} Role
 * @typedef {"early" | "middle" | "late"} Band
 * @typedef {"none" | "presenting" | "answering" | "moving_back" | "back" | "returned" | "in_circle"} PresenterState
 * @typedef {"hidden" | "soft" | "minutes" | "seconds"} ParticipantClock
 *
 * @typedef {object} Clock
 * @property {number} length
 * @property {number} spent running time since `runningSince` is not in it
 * @property {number | null} runningSince
 *
 * @typedef {object} Step
 * @property {number} position counted from 1
 * @property {string} phase
 * @property {string} name
 * @property {number} [length]
 * @property {number} [spent]
 *
 * @typedef {object} MeetingFacts
 * @property {string} id
 * @property {string} title
 * @property {Status} status
 * @property {number} scheduledStart
 * @property {number} scheduledEnd
 * @property {number | null} openedAt
 * @property {number | null} closedAt
 *
 * @typedef {object} LastMove
 * @property {string} by
 * @property {string} type
 * @property {number} at
 * @property {number} undoUntil
 *
 * @typedef {object} Snapshot
 * @property {number} revision
 * @property {number} serverNow
 * @property {Role} role
 * @property {MeetingFacts} meeting
 * @property {Step[]} steps
 * @property {number | null} position
 * @property {Clock} [clock]
 * @property {Band} [band]
 * @property {boolean} [paused] see Aside; in the page's first snapshot
 * @property {boolean} [leadersAway] likewise
 * @property {string} guidance
 * @property {PresenterState} presenterState
 * @property {boolean} youPresent
 * @property {boolean} [atTheDoor] a late-comer's who waits to be let in, without steps, clock and guidance
 * @property {ParticipantClock} participantClock
 * @property {{version: string, showing: boolean}} reminder
 * @property {string | null} [presenter]
 * @property {LastMove | null} [lastMove]
 * @property {number | null} [latestReturnAt]
 * @property {number | null} [projectedEndAt]
 *
 * @typedef {object} Person
 * @property {string} id
 * @property {string} name
 * @property {Role} role
 * @property {"expected" | "at_the_door" | "here" | "reconnecting" | "gone"} state
 * @property {boolean} acknowledged
 * @property {boolean} presenter
 * @property {boolean} [cannotCome] they said so beforehand, and are not here
 * @property {string} [beside] what tells them from others of the same name
 *
 * @typedef {object} Presence
 * @property {Person[]} people
 * @property {number} here
 * @property {number} quorum
 *
 * @typedef {object} SignalMessage
 * @property {string} signal
 * @property {string} signalId
 * @property {{id: string, name: string}} from
 * @property {number} at
 *
 * @typedef {object} Seen that a leader has seen a signal
 * @property {string} signalId
 * @property {{id: string, name: string}} by
 *
 * @typedef {object} Alarm
 * @property {"presenter_lost" | "leader_lost" | "recording_started"} alarm
 * @property {string | null} [person]
 * @property {boolean} [over]
 *
 * @typedef {object} Aside what participants are told beside the snapshot
 * @property {boolean} paused a page without figures learns of a pause by this
 * @property {boolean} leadersAway no leader's page has been connected for two minutes
 *
 * @typedef {object} Heartbeat
 * @property {number} revision
 * @property {number} serverNow
 *
 * @typedef {object} Command
 * @property {string} id
 * @property {string} type
 * @property {number} [expectedRevision]
 * @property {number} [position]
 * @property {number} [seconds]
 * @property {string} [person]
 * @property {"present" | "absent"} [mark]
 *
 * @typedef {{position?: number, seconds?: number, person?: string, mark?: "present" | "absent"}} CommandFields
 *
 * @typedef {object} Answer
 * @property {boolean} ok
 * @property {string} [code] only when refused
 * @property {number} [revision]
 * @property {string} [signalId] only of a signal that was taken
 *
 * @typedef {"connected" | "reconnecting" | "slow"} LinkState
 * @typedef {{state: LinkState, since: number}} Link `since` is a moment of this device, for ages only
 */

export {};
