use super::*;

fn shanghai() -> Zone {
    Zone::default()
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// `2025-03-04 14:30` and the like, read in a zone.
fn read(zone: Zone, text: &str) -> Option<Moment> {
    let (date, clock) = text.split_once([' ', 'T']).unwrap();
    zone.moment(CivilTime::parse_clock(day(date), clock)?)
}

#[test]
fn an_offset_of_its_own_goes_before_the_zone() {
    let here = read(shanghai(), "2025-03-31 23:30").unwrap();
    for text in ["2025-03-31T23:30+08:00", "2025-03-31T15:30:00Z", "2025-03-31T10:30-0500", "2025-04-01T00:30:00+09"] {
        assert_eq!(read(shanghai(), text), Some(here), "{text}");
    }
    assert_eq!(here.day(shanghai()), day("2025-03-31"));
    assert_eq!(here.day(Zone::from_name("Asia/Tokyo").unwrap()), day("2025-04-01"));
    assert_eq!(shanghai().stamp(here.first()).to_string(), "2025-03-31T23:30:00+08:00");
}

#[test]
fn forms_of_the_clock() {
    for (text, second) in
        [("9:05", 32_700), ("09:05:07", 32_707), ("9:05:07.999", 32_707), ("23:59:60", 86_399), ("14时", 50_400)]
    {
        assert_eq!(CivilTime::parse_clock(Day::MIN, text).map(|c| c.second), Some(second), "{text}");
    }
    assert_eq!(CivilTime::parse_clock(Day::MIN, "14时30分5秒").map(|c| c.second), Some(52_205));
    for text in ["", "24:00", "9:60", "9", "9:5:5:5", "9:05:", "9:05.5", "14时30", "9:05+8", "9:05+15:00", "9:05Zulu"]
    {
        assert_eq!(CivilTime::parse_clock(Day::MIN, text), None, "{text}");
    }
}

#[test]
fn a_bare_day_is_that_day_everywhere() {
    let vague = shanghai().some_time_on(day("2025-03-04"));
    assert_eq!(vague.day(Zone::from_name("America/New_York").unwrap()), day("2025-03-04"));
    assert_eq!((vague.exact(), vague.clock(shanghai())), (None, None));
    assert_eq!(vague.last().seconds() - vague.first().seconds(), i64::from(DAY) - 1);
}

#[test]
fn vague_moments_may_stand_in_several_orders() {
    let orders = |a: Moment, b: Moment| a.orders(b).collect::<Vec<_>>();
    let vague = shanghai().some_time_on(day("2025-03-04"));
    let noon = read(shanghai(), "2025-03-04 12:00").unwrap();
    assert_eq!(orders(vague, noon), [Ordering::Less, Ordering::Equal, Ordering::Greater]);
    assert_eq!(orders(vague, vague), [Ordering::Less, Ordering::Equal, Ordering::Greater]);
    assert_eq!(orders(noon, noon), [Ordering::Equal]);
    assert_eq!(orders(vague, noon.plus(43_200)), [Ordering::Less]);
    // The first instant of a day precedes none of its others.
    assert_eq!(orders(vague, noon.plus(-43_200)), [Ordering::Equal, Ordering::Greater]);
}

#[test]
fn clocks_that_change() {
    let paris = Zone::from_name("Europe/Paris").unwrap();
    assert_eq!(read(paris, "2025-03-30 02:30"), None, "skipped in spring");
    let twice = read(paris, "2025-10-26 02:30").unwrap();
    assert_eq!(twice.last().seconds() - twice.first().seconds(), 3600, "repeated in autumn");
    assert_eq!(twice.clock(paris), Some(150));
    let long = paris.some_time_on(day("2025-10-26"));
    assert_eq!(long.last().seconds() - long.first().seconds(), 25 * 3600 - 1);
    // Midnight of 14 August 2016 was skipped in Santiago.
    let santiago = Zone::from_name("America/Santiago").unwrap();
    assert_eq!(santiago.civil(santiago.midnight(day("2016-08-14"))).second, 3600);
}

#[test]
fn moving_a_moment() {
    let noon = read(shanghai(), "2025-03-04 12:00").unwrap();
    assert_eq!(noon.plus(12 * 3600).day(shanghai()), day("2025-03-05"));
    assert_eq!(noon.on(day("2025-04-01"), shanghai()), read(shanghai(), "2025-04-01 12:00"));
    let vague = shanghai().some_time_on(day("2025-03-04"));
    assert!(vague.on(day("2025-03-06"), shanghai()).is_some_and(Moment::is_date_only));
}

#[test]
fn written_as_read() {
    for text in ["2025-03-04T14:30", "2025-03-04T14:30:05", "2025-03-04T14:30+08:00", "2025-03-04T00:00-03:30"] {
        let (date, clock) = text.split_once('T').unwrap();
        assert_eq!(CivilTime::parse_clock(day(date), clock).unwrap().to_string(), text);
    }
    assert_eq!(Duration::new(24, Unit::Hour).seconds(), Some(86_400));
    assert_eq!(Duration::new(90, Unit::Minute).seconds(), Some(5400));
    assert_eq!(Duration::new(1, Unit::Day).seconds(), None);
}

#[test]
fn zones_by_name() {
    assert_eq!(Zone::from_name("Asia/Shanghai"), Some(shanghai()));
    assert_eq!(Zone::from_name("Beijing"), None);
    assert!(Zone::names().any(|name| name == "Asia/Urumqi"));
}
