// Days and times as people write them, whatever this browser's language is: the app speaks English.

const of = (how) => new Intl.DateTimeFormat("en-GB", how);
const DAY = of({ day: "numeric", month: "short", year: "numeric" });
const TIME = of({ hour: "2-digit", minute: "2-digit" });

/** Return a day, such as "14 Nov 2024". */
export function day(at) {
  return DAY.format(new Date(at));
}

/** Return a time of day, such as "09:05". */
export function time(at) {
  return TIME.format(new Date(at));
}

/** Return the time of today, the day and time of any other day. */
export function moment(at) {
  return new Date(at).toDateString() === new Date().toDateString() ? time(at) : `${day(at)} ${time(at)}`;
}
