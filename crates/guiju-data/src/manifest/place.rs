//! Places in a YAML document: the way from its root, and the line.

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A step from a node to one below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Into the value of a mapping's key.
    Key(String),
    /// Into an element of a list, the first is 0.
    Index(usize),
}

/// Where a node stands: the steps from the root.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Path(Vec<Step>);

impl Path {
    /// Returns the path of the value of `key` below this one.
    pub(crate) fn key(&self, key: &str) -> Self {
        self.with(Step::Key(key.to_owned()))
    }

    /// Returns the path of the element `index` below this one.
    pub(crate) fn index(&self, index: usize) -> Self {
        self.with(Step::Index(index))
    }

    fn with(&self, step: Step) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }

    /// Returns whether this is the root.
    pub(crate) fn is_root(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if i == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{}]", index + 1)?,
            }
        }
        Ok(())
    }
}

/// Returns the line, from 1, on which the last key or element of a path is written; 0 if it is not there.
///
/// The library tells places only with its errors, so the document is read once more and the place refused.
pub(crate) fn line_of(text: &str, path: &Path) -> u64 {
    PlaceSeed(&path.0)
        .deserialize(serde_yaml::Deserializer::from_str(text))
        .err()
        .and_then(|error| error.location())
        .map_or(0, |location| location.line() as u64)
}

/// Walks to a place and refuses it: the error carries the line.
struct PlaceSeed<'a>(&'a [Step]);

impl<'de> DeserializeSeed<'de> for PlaceSeed<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.0 {
            [] => deserializer.deserialize_any(Refuse),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for PlaceSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the way to a place")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((Step::Key(wanted), rest)) = self.0.split_first() else {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(());
        };
        while let Some(found) = map.next_key_seed(FindKey { wanted, refuse: rest.is_empty() })? {
            if found {
                map.next_value_seed(PlaceSeed(rest))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        if let Some((Step::Index(index), rest)) = self.0.split_first() {
            for _ in 0..*index {
                if list.next_element::<IgnoredAny>()?.is_none() {
                    return Ok(());
                }
            }
            list.next_element_seed(PlaceSeed(rest))?;
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

struct FindKey<'a> {
    wanted: &'a str,
    refuse: bool,
}

impl<'de> DeserializeSeed<'de> for FindKey<'_> {
    type Value = bool;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for FindKey<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<bool, E> {
        if key == self.wanted && self.refuse {
            return Err(E::custom("the place"));
        }
        Ok(key == self.wanted)
    }
}

struct Refuse;

impl<'de> Visitor<'de> for Refuse {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the place")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(A::Error::custom("the place"))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(A::Error::custom("the place"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "version: 1\nrecords:\n  check: {columns: {visit: X}}\n  visit:\n    - source: a.csv\n    - source: b.csv\n      sorce: c.csv\n";

    #[test]
    fn places_are_found_by_path() {
        let visit = Path::default().key("records").key("visit");
        assert_eq!(line_of(TEXT, &visit), 4);
        assert_eq!(line_of(TEXT, &visit.index(1)), 6);
        assert_eq!(line_of(TEXT, &visit.index(1).key("sorce")), 7);
        assert_eq!(line_of(TEXT, &visit.index(2)), 0);
        assert_eq!(visit.index(1).key("sorce").to_string(), "records.visit[2].sorce");
    }
}
