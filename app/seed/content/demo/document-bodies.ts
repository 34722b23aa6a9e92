/** The texts of the demo documents, in Markdown, by the names of the documents. */
export const documentBodies = {
  budget_2027_paper: `## What the committee decides

Whether the draft budget goes to the divisions for comment. The final vote follows at the next meeting.

## Figures

| Division | This year | Next year | Change |
| --- | ---: | ---: | ---: |
| Operations | 4.20 m | 4.31 m | +2.6 % |
| IT | 2.75 m | 3.05 m | +10.9 % |
| Facilities | 1.90 m | 1.84 m | −3.2 % |
| Training | 0.36 m | 0.42 m | +16.7 % |
| **Total** | **9.21 m** | **9.62 m** | **+4.5 %** |

IT grows because two licences move from purchase to subscription. Facilities saves the rent of the east depot from April.

## Open points

- [x] Forecasts of all divisions received
- [x] Pay agreement included
- [ ] Energy prices for the second half-year
- [ ] Offer for the archive scanners

## Recommendation

Release the draft for comment until the end of the month. Divisions that ask for more than five percent give a reason in writing.`,
  procurement_decision: `## Decision

Purchases up to 25,000 are released by the head of a division alone. Above that, the committee decides with three offers.

## Reasons

Requests above the old limit of 10,000 took six weeks, because three divisions signed one after the other. In the last year the committee changed none of the 41 requests below 25,000.

## What follows

1. Finance changes the form and the limit in the purchasing system.
2. Heads of divisions report released purchases each quarter.
3. The committee reviews the limit after one year.

> Votes: seven for, none against, one abstention.`,
  safety_walk_report: `The board walked through the workshop and the loading yard. Nobody was hurt since the last report.

## Findings

| Place | Finding | Measure | Until |
| --- | --- | --- | --- |
| Workshop, bay 2 | Extinguisher blocked by pallets | Mark the floor | done |
| Loading yard | Mirror at the gate broken | Replace | two weeks |
| Stairs B | Two steps without edge marking | Tape, then paint | one week |

## Near misses

Three reports, all at the gate: lorries turn while people cross. A second crossing behind the weighbridge would separate them. The Safety Officer brings a drawing to the next meeting.

## For the next walk

- check the mirror and the new crossing
- ask the night shift about the lighting of the yard`,
  incident_template: `*Replace the text in each section. Delete sections that do not apply.*

## What happened

Date, time and place. What was seen, in the order in which it happened.

## Who was involved

Functions, not names.

## Immediate measures

What was done within the first hour, and by whom.

## Causes

Ask “why” until the answer is a rule, a tool or a plan, not a person.

## Measures

| Measure | Responsible | Until |
| --- | --- | --- |
| | | |`,
  sprint_goal_notes: `## Goal of the sprint

Suppliers submit invoices without calling us.

## In scope

- upload of PDF and XML invoices
- a status page that shows *received*, *checked*, *paid*
- reminders after ten days

## Not in scope

Credit notes and partial payments. Both wait for the answer of Finance.

## Risks

The sandbox of the bank is closed on two days. The team tests against recorded answers until then.`,
  definition_of_ready: `An item enters sprint planning when every line is true.

- [ ] The item says who needs it and what for.
- [ ] Acceptance criteria can be tested by someone outside the team.
- [ ] The design is linked, or the item needs none.
- [ ] Other teams that have to deliver something have agreed to a date.
- [ ] The team has estimated it; nothing above 8 points.

Items that come back from planning twice are split or dropped.`,
  zero_trust_paper: `## Summary

The network team proposes to check every connection by user, device and purpose, instead of trusting everything inside the building. The change takes three stages and 14 months.

## Why now

- 60 % of the staff work outside the building at least one day a week.
- The old remote access ends its support next autumn.
- Two audits asked for separate networks of the laboratories.

## Stages

1. **Identities**: one sign-in with a second factor for all applications.
2. **Devices**: only managed devices reach internal services.
3. **Networks**: laboratories, guests and offices are separated.

## Cost

| Stage | Once | Per year |
| --- | ---: | ---: |
| Identities | 120,000 | 35,000 |
| Devices | 80,000 | 52,000 |
| Networks | 210,000 | 18,000 |

## Question to the board

Does the board approve stage 1 and the planning of stages 2 and 3?`,
  zero_trust_decision: `## Decision

The board approves stage 1 of the [zero-trust plan](/documents) and the planning of stages 2 and 3.

## Conditions

- Staff without a phone of the organisation get a hardware key.
- The laboratories name a contact before stage 3 is planned.
- The network team reports at every second meeting.

## Considered

Keeping the old remote access for one more year was rejected: its support costs as much as stage 1.`,
  change_calendar: `## Freeze periods

No changes are made to production in these weeks, except to repair an incident:

- the last week of each quarter (closing of the books)
- the two weeks around the turn of the year
- the week of the annual meeting

## Maintenance windows

Tuesdays and Thursdays, 20:00–23:00. Changes that need more time are split, or the board decides.

## Lead times

Standard changes need no approval. Normal changes are submitted five working days before. Emergency changes are reviewed at the next meeting.`,
  meeting_etiquette: `Rules that all committees follow.

## Before

Papers are here five working days before the meeting. A paper says on its first page what has to be decided.

## During

- Start and end on time.
- One person speaks. The chair keeps the list.
- A decision is read out before the vote.

## After

Minutes are available within three working days. Actions have one name and one date each.`,
  glossary: `| Word | Meaning |
| --- | --- |
| paper | what a committee reads before it decides |
| decision record | what was decided, with its reasons |
| course of action | one of several ways to decide |
| quorum | how many members must be present |
| abstention | a vote for none of the options |`,
} as const;
