//! Keys as text: what makes two lines one record, how a key is printed, what a reference names.
//!
//! A key of several fields is printed with `|` between them; a `|` inside a part is written `\|`. A field that refers to a
//! record counts as the fields of that record's key. A reference is read part by part like the key itself, so `007` finds
//! the number 7.

use super::store::{Dictionary, NULL, date_of};
use crate::cell::{self, date, duration, number, time, yesno};
use guiju_calendar::{Moment, Zone};
use guiju_compiler::{FieldId, Key, RecordId, Schema, Type};
use std::borrow::Cow;

/// Returns the types of the fields that make up a record's key, references followed. A numbered line is a text.
pub(crate) fn leaves(schema: &Schema, record: RecordId) -> Vec<Type> {
    let mut found = Vec::new();
    collect_leaves(schema, record, &mut Vec::new(), &mut found);
    found
}

fn collect_leaves(schema: &Schema, record: RecordId, above: &mut Vec<RecordId>, found: &mut Vec<Type>) {
    // A key that contains itself has no end; its text is then compared as it stands.
    if above.contains(&record) {
        return found.push(Type::Text);
    }
    above.push(record);
    match &schema.record(record).key {
        Key::Row => found.push(Type::Text),
        Key::Fields(fields) => {
            for &field in fields {
                match schema.record(record).field(field).ty {
                    Type::Ref(target) => collect_leaves(schema, target, above, found),
                    ty => found.push(ty),
                }
            }
        }
    }
    above.pop();
}

/// Returns the printed form of the key a text names, with parts read by their types; nothing if a part is misformed.
pub(crate) fn canonical<'t>(
    text: &'t str,
    leaves: &[Type],
    formats: &[String],
    zone: Zone,
    schema: &Schema,
) -> Option<Cow<'t, str>> {
    if let [leaf] = leaves {
        return canonical_leaf(text, *leaf, formats, zone, schema);
    }
    let parts = split(text);
    if parts.len() != leaves.len() {
        return None;
    }
    let parts = parts
        .iter()
        .zip(leaves)
        .map(|(part, leaf)| Some(escape(&canonical_leaf(&cell::clean(part), *leaf, formats, zone, schema)?)))
        .collect::<Option<Vec<String>>>()?;
    Some(Cow::Owned(parts.join("|")))
}

fn canonical_leaf<'t>(
    text: &'t str,
    leaf: Type,
    formats: &[String],
    zone: Zone,
    schema: &Schema,
) -> Option<Cow<'t, str>> {
    if text.is_empty() {
        return None;
    }
    Some(Cow::Owned(match leaf {
        Type::Number if number::is_printed_whole(text) => return Some(Cow::Borrowed(text)),
        Type::Number => number::print(number::parse(text)?),
        Type::YesNo => print_yesno(yesno::parse(text)?).to_owned(),
        Type::Date => date::parse(text, formats)?.to_string(),
        Type::Time => print_time(time::parse(text, zone)?, schema),
        Type::Duration => duration::parse(text)?.to_string(),
        Type::Code(id) => print_code(schema, leaf, u32::from(cell::code(schema.catalog(id), text)?))?,
        _ => return Some(Cow::Borrowed(text)),
    }))
}

/// Prints one field of a key; nothing if the cell is empty.
pub(crate) fn print_part(code: u32, ty: Type, dictionary: &Dictionary, schema: &Schema) -> Option<String> {
    if code == NULL {
        return None;
    }
    match (dictionary, ty) {
        (Dictionary::Text(texts), _) => texts.get(code).map(|text| text.clone().into_string()),
        (Dictionary::Number(numbers), _) => numbers.get(code).map(|&scaled| number::print(scaled)),
        (Dictionary::Time(times), _) => times.get(code).map(|time| print_time(*time, schema)),
        (Dictionary::Duration(lengths), _) => lengths.get(code).map(ToString::to_string),
        (Dictionary::Direct, Type::Date) => date_of(code).map(|day| day.to_string()),
        (Dictionary::Direct, Type::YesNo) => Some(print_yesno(code == 1).to_owned()),
        (Dictionary::Direct, _) => print_code(schema, ty, code),
        (Dictionary::CodeSet(sets), Type::CodeSet(catalog)) => {
            let bits = *sets.get(code)?;
            let codes = (0..64).filter(|bit| bits >> bit & 1 == 1);
            let names = codes.filter_map(|bit| print_code(schema, Type::Code(catalog), bit));
            Some(names.collect::<Vec<_>>().join(";"))
        }
        (Dictionary::CodeSet(_), _) => None,
        (Dictionary::List(lists), _) => {
            let mut texts: Vec<&str> =
                lists.lists.get(code)?.iter().map(|&member| lists.members.text_of(member)).collect();
            texts.sort_unstable();
            Some(texts.join(";"))
        }
    }
}

/// Joins the printed parts of a key; each comes with the number of leaves it stands for.
pub(crate) fn join(parts: &[(String, usize)]) -> String {
    match parts {
        [(part, _)] => part.clone(),
        _ => parts
            .iter()
            // The key of a referenced record that has several parts is joined and escaped already.
            .map(|(part, n_leaves)| if *n_leaves > 1 { part.clone() } else { escape(part) })
            .collect::<Vec<_>>()
            .join("|"),
    }
}

/// Returns the fields of a key with the number of leaves each stands for; none for numbered lines.
pub(crate) fn fields(schema: &Schema, record: RecordId) -> Vec<(FieldId, usize)> {
    let Key::Fields(fields) = &schema.record(record).key else {
        return Vec::new();
    };
    fields
        .iter()
        .map(|&field| match schema.record(record).field(field).ty {
            Type::Ref(target) => (field, leaves(schema, target).len()),
            _ => (field, 1),
        })
        .collect()
}

/// Splits a printed key into the texts of its fields, and each reads as a cell of that field.
pub(crate) fn split_fields(text: &str, fields: &[(FieldId, usize)]) -> Vec<String> {
    if fields.len() == 1 {
        return vec![text.to_owned()];
    }
    let parts = split(text);
    let mut rest = parts.as_slice();
    fields
        .iter()
        .map(|&(_, n_leaves)| {
            let (these, after) = rest.split_at(n_leaves.min(rest.len()));
            rest = after;
            match these {
                [part] => part.clone(),
                these => these.iter().map(|part| escape(part)).collect::<Vec<_>>().join("|"),
            }
        })
        .collect()
}

fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let next = match c {
            '|' => {
                parts.push(String::new());
                continue;
            }
            '\\' => chars.next().unwrap_or('\\'),
            c => c,
        };
        if let Some(part) = parts.last_mut() {
            part.push(next);
        }
    }
    parts
}

fn escape(part: &str) -> String {
    part.replace('\\', "\\\\").replace('|', "\\|")
}

/// An instant as it is read in the zone of the policies, which reads back as the same one.
fn print_time(time: Moment, schema: &Schema) -> String {
    time.exact().map_or_else(|| time.day(schema.zone).to_string(), |instant| schema.zone.stamp(instant).to_string())
}

fn print_yesno(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

fn print_code(schema: &Schema, ty: Type, code: u32) -> Option<String> {
    let Type::Code(catalog) = ty else { return None };
    schema.catalog(catalog).codes.get(code as usize).map(|code| code.name.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, leaves: &[Type]) -> Option<String> {
        canonical(text, leaves, &[], Zone::default(), &Schema::default()).map(Cow::into_owned)
    }

    #[test]
    fn a_reference_is_read_like_the_key() {
        assert_eq!(read("007.0", &[Type::Number]).as_deref(), Some("7"));
        assert_eq!(read("2025/3/4", &[Type::Date]).as_deref(), Some("2025-03-04"));
        assert_eq!(read("a|b", &[Type::Text]).as_deref(), Some("a|b"));
        assert_eq!(read("甲 | 2025年3月4日", &[Type::Text, Type::Date]).as_deref(), Some("甲|2025-03-04"));
        for text in ["甲", "甲|", "甲|x", "甲|2025-03-04|y"] {
            assert_eq!(read(text, &[Type::Text, Type::Date]), None, "{text}");
        }
    }

    #[test]
    fn parts_never_run_together() {
        let key = |a: &str, b: &str| join(&[(a.to_owned(), 1), (b.to_owned(), 1)]);
        assert_ne!(key("a|b", "c"), key("a", "b|c"));
        assert_ne!(key("a\\", "b"), key("a", "\\b"));
        assert_eq!(read(&key("a|\\b", "c"), &[Type::Text, Type::Text]), Some(key("a|\\b", "c")));
        assert_eq!(join(&[("a|b".to_owned(), 2), ("c|d".to_owned(), 1)]), "a|b|c\\|d");
        assert_eq!(split_fields("a|b|c\\|d", &[(FieldId(0), 2), (FieldId(1), 1)]), ["a|b", "c|d"]);
    }
}
