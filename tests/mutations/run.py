#!/usr/bin/env python3
"""Breaks the evaluation kernels, one small fault at a time, and says whether a test notices.

    python3 tests/mutations/run.py            all of them
    python3 tests/mutations/run.py --check    only whether each still has its place in the code
    python3 tests/mutations/run.py 3 17       these alone

A mutation is a file, an exact piece of it, what to put in its place, and the tests that should notice. The piece must stand
in the file once. The file is put back whatever happens. Exit status 1 if a mutation survives or has lost its place.
"""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
EVAL = "crates/guiju-eval/src/"

# What each family of kernels is tested by: tests of the engine by module, constructs of the oracle.
QUANTITY = "engine calendar_quantity:: as_of::", "oracle calendar_windows whole_lives own_periods"
ROLLING = "engine rolling:: sliding::", "oracle rolling_windows"
LAST = "engine last:: calendar_quantity::", "oracle last_stretches"
COVERAGE = "engine coverage::", "oracle coverages"
DEADLINE = "engine deadline:: recurring:: matching::", "oracle own_deadlines answered_deadlines next_ones"
CHECK = "engine check:: expression:: exists::", "oracle checks"
DERIVED = "engine event:: sequence::", "oracle checks"

MUTATIONS = [
    # How bounds judge.
    ("interval.rs", "if below(value.high, low) || below(high, value.low)", "if below(value.high, low)", QUANTITY),
    ("interval.rs", "let above_low = low.is_none() || value.low.is_some_and(|v| !below(Some(v), low));", "let above_low = true;", QUANTITY),
    ("interval.rs", "let below_high = high.is_none() || value.high.is_some_and(|v| !below(high, Some(v)));", "let below_high = true;", QUANTITY),
    ("interval.rs", "product / unit + i128::from(product % unit > 0)", "product / unit", QUANTITY),
    ("interval.rs", "let high = if kind == Kind::Exactly { low } else { high };", "let high = high;", QUANTITY),
    ("interval.rs", "if ever { (window.to, window.from) } else { (window.from, window.to) }", "(window.from, window.to)", QUANTITY),
    # What measures come to.
    ("quantity/tally.rs", "Measure::Count => count(self.yes, self.yes + self.maybe),", "Measure::Count => count(self.yes, self.yes),", QUANTITY),
    ("quantity/tally.rs", "let low = share(self.fit, self.yes + self.maybe_unfit);", "let low = share(self.fit, self.yes);", QUANTITY),
    ("quantity/tally.rs", "let high = share(self.fit + self.may_fit + self.maybe_fit, self.yes + self.maybe_fit);", "let high = share(self.fit + self.may_fit, self.yes);", QUANTITY),
    ("quantity/tally.rs", "self.maybe_low = self.maybe_low.saturating_add(number.min(0));", "", QUANTITY),
    ("quantity/tally.rs", "Measure::Count | Measure::Distinct(_) => Interval { high: None, ..self.closed(measure) },", "Measure::Count | Measure::Distinct(_) => self.closed(measure),", QUANTITY),
    ("quantity/tally.rs", "self.maybe_unfit += u64::from(fit != Tri::Yes);", "self.maybe_unfit += 1;", QUANTITY),
    # Calendar windows.
    ("quantity/calendar.rs", "let open = !ended || days.is_some_and(|d| as_of <= d.to.number());", "let open = !ended || days.is_some_and(|d| as_of < d.to.number());", QUANTITY),
    ("quantity/calendar.rs", "let now = if open || !complete {", "let now = if open {", QUANTITY),
    ("quantity/calendar.rs", "force.0.is_some_and(|from| from > d.from.number()) || force.1.is_some_and(|until| until < d.to.number())", "force.0.is_some_and(|from| from > d.from.number())", QUANTITY),
    ("quantity/calendar.rs", "if is_never(force) {\n            return None;\n        }\n        if let Some(days)", "if let Some(days)", QUANTITY),
    ("quantity/mod.rs", "let planned = days.get(i).copied().flatten().is_some_and(|day| day > world.as_of());", "let planned = false;", QUANTITY),
    ("kernel.rs", "(from <= to).then_some((from, to))", "(from < to).then_some((from, to))", ("engine", "oracle calendar_windows checks")),
    ("kernel.rs", "!matches!(verdict.outcome, Outcome::Met | Outcome::NotApplicable)", "!matches!(verdict.outcome, Outcome::NotApplicable)", QUANTITY),
    # Rolling windows, the last N.
    ("quantity/rolling.rs", "Ok(calendar::add(start, length)?.number() - 1)", "Ok(calendar::add(start, length)?.number())", ROLLING),
    ("quantity/rolling.rs", "let value = if complete { held } else { Interval { high: None, ..held } };", "let value = held;", ROLLING),
    ("quantity/rolling.rs", "last.min(self.base.as_of)", "last", ROLLING),
    ("quantity/sliding.rs", "filter(|p| p.day <= end)", "filter(|p| p.day < end)", ROLLING),
    ("quantity/sliding.rs", "self.certain += usize::from(point.certain && often.0 == 0);", "self.certain += certain;", ROLLING),
    ("quantity/last.rs", "from.number() <= p.day && p.day <= as_of", "from.number() < p.day && p.day <= as_of", LAST),
    ("quantity/last.rs", "high: if complete { whole(possible) } else { None }", "high: whole(possible)", LAST),
    ("quantity/last.rs", "_ if force.0.is_some_and(|start| start > from.number())", "_ if force.0.is_some_and(|start| start >= from.number())", LAST),
    # Coverage.
    ("coverage.rs", "*slot = slot.or(row.fits);", "*slot = Tri::Yes;", COVERAGE),
    ("coverage.rs", "open: days.is_some_and(|d| as_of <= d.to.number()),", "open: days.is_some_and(|d| as_of < d.to.number()),", COVERAGE),
    ("coverage.rs", "need <= hits.len() as u64", "need < hits.len() as u64", COVERAGE),
    ("coverage.rs", "let at_best = enough(|r| r != Tri::No, |r| r == Tri::No);", "let at_best = enough(|r| r == Tri::Yes, |r| r == Tri::No);", COVERAGE),
    # Deadlines.
    ("deadline/judge.rs", "times.through.is_some_and(|through| through < on)", "times.through.is_some_and(|through| through <= on)", DEADLINE),
    ("deadline/judge.rs", "on < start || (self.deadline.after && on == start));\n        if too_early", "on < start);\n        if too_early", DEADLINE),
    ("deadline/judge.rs", "done.on.is_none_or(|on| on > self.base.as_of || ignored(on))", "done.on.is_none()", DEADLINE),
    ("deadline/judge.rs", "} else if !own && !self.seen_through(duty, due.number()) {", "} else if false {", DEADLINE),
    ("deadline/before.rs", "None => day(event - 1),", "None => day(event),", DEADLINE),
    ("deadline/before.rs", "Some(on) if on <= latest =>", "Some(on) if on < latest =>", DEADLINE),
    ("deadline/before.rs", "None if as_of <= latest => {", "None if as_of < latest => {", DEADLINE),
    ("deadline/before.rs", "if matches!(duty.own, Own::Date(_)) || self.seen_through(duty, latest)", "if true", DEADLINE),
    ("deadline/matching.rs", "(_, Some(start), _) if self.deadline.after => Some(start + 1),", "(_, Some(start), _) if self.deadline.after => Some(start),", DEADLINE),
    ("deadline/matching.rs", "if one {\n                    break;\n                }", "", DEADLINE),
    ("deadline/matching.rs", "if fits < at_least {", "if fits < Tri::Unknown {", DEADLINE),
    # Checks and what conditions ask.
    ("check.rs", "let to = to.min(self.base.as_of);", "", CHECK),
    ("values.rs", "Self::Unknown => Self::Unknown,", "Self::Unknown => Self::Yes,", CHECK),
    ("expression/date.rs", "let from = if through { from - 1 } else { from };", "", CHECK),
    ("expression/date.rs", "let greatest = matches!(which, Choice::Later | Choice::Greater);", "let greatest = matches!(which, Choice::Later);", CHECK),
    # Derived records and neighbours.
    ("sequence.rs", "list.partition_point(|(day, _)| *day < date)", "list.partition_point(|(day, _)| *day <= date)", DERIVED),
    ("sequence.rs", "Neighbour::Next => through,", "Neighbour::Next => before,", DERIVED),
    ("event.rs", "let (from, to) = (*a.max(c), *b.min(d));", "let (from, to) = (*a, *b);", DERIVED),
]


def cargo(test: str, names: list[str]) -> bool:
    """Runs tests of a target whose names contain these; says whether all passed."""
    command = ["cargo", "test", "--workspace", "--test", test, "--", *names]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


def try_mutation(number: int, check_only: bool) -> bool:
    """Applies a mutation, runs its tests, puts the file back; says whether it was noticed."""
    file, old, new, tests = MUTATIONS[number - 1]
    path = ROOT / EVAL / file
    text = path.read_text(encoding="utf-8")
    place = f"{number:2} {file}: {' '.join(old.split())[:80]}"
    if text.count(old) != 1:
        print(f"LOST      {place}")
        return False
    if check_only:
        return True
    try:
        path.write_text(text.replace(old, new), encoding="utf-8")
        by = next((test for test in tests if not cargo(test.split()[0], test.split()[1:])), None)
    finally:
        path.write_text(text, encoding="utf-8")
    print(f"killed    {place}  by {by.split()[0]}" if by else f"SURVIVED  {place}", flush=True)
    return by is not None


def main() -> int:
    """Tries the mutations asked for."""
    words = sys.argv[1:]
    check_only = "--check" in words
    numbers = [int(word) for word in words if word.isdigit()] or range(1, len(MUTATIONS) + 1)
    results = [try_mutation(number, check_only) for number in numbers]
    print(f"{sum(results)} of {len(results)} {'have their place' if check_only else 'killed'}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
