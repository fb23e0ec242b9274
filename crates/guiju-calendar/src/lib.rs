//! Which days count: day numbers, working-day calendars, counting profiles, windows.
