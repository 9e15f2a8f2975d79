import { day, moment, time } from "/common/view/dates.js";
import { equal, test } from "./harness.js";

test("dates: a day and a time are written in one way, whatever the browser speaks", () => {
  equal([day("2024-11-14T09:05:00"), time("2024-11-14T09:05:00")], ["14 Nov 2024", "09:05"]);
});

test("dates: only what is not of today has its day before the time", () => {
  const now = new Date();
  equal([moment(now), moment("2024-11-14T21:05:00")], [time(now), "14 Nov 2024 21:05"]);
});
