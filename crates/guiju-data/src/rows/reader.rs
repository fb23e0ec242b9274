//! Reads the cells of one field from one file.

use super::key;
use super::store::{Dictionary, NULL, Store, date_code};
use crate::cell::{self, date, duration, number, time, yesno};
use crate::manifest::ColumnSpec;
use crate::nearest::{nearest, spellings};
use guiju_calendar::{Day, Zone};
use guiju_compiler::{Catalog, FieldId, Key, RecordId, Schema, Type};
use guiju_syntax::{Code, Message};
use indexmap::IndexMap;
use std::borrow::Cow;
use std::sync::Arc;

/// How the cells of one field are read.
#[derive(Debug)]
pub(crate) struct FieldReader<'s> {
    schema: &'s Schema,
    /// The field read.
    pub(crate) field: FieldId,
    ty: Type,
    /// Whether an empty cell is wrong: the field is not optional, or part of the key.
    required: bool,
    missing: Vec<String>,
    // The stand-ins that are dates or numbers, so that `9999-12-31` covers `9999/12/31`.
    missing_days: Vec<Day>,
    missing_numbers: Vec<i128>,
    values: IndexMap<String, Option<String>>,
    split: Option<String>,
    formats: Vec<String>,
    /// Where civil times without an offset are read.
    zone: Zone,
    /// The parts of the key a reference names.
    leaves: Vec<Type>,
    /// What a cell should hold.
    expected: Arc<Message>,
}

impl<'s> FieldReader<'s> {
    /// Creates the reader of a field, as the manifest declares it: cells that stand for nothing (`missing`, for all fields
    /// of the record), the zone of civil times, and what `spec` says of this one.
    pub(crate) fn new(
        schema: &'s Schema,
        record: RecordId,
        field: FieldId,
        missing: &[String],
        zone: Zone,
        spec: Option<&ColumnSpec>,
    ) -> Self {
        let declared = schema.record(record).field(field);
        let in_key = matches!(&schema.record(record).key, Key::Fields(fields) if fields.contains(&field));
        let own = spec.map_or(&[][..], |spec| &spec.missing);
        let missing: Vec<String> = missing.iter().chain(own).cloned().collect();
        let leaves = match declared.ty {
            Type::Ref(target) | Type::RefSet(target) => key::leaves(schema, target),
            _ => Vec::new(),
        };
        Self {
            schema,
            field,
            ty: declared.ty,
            required: in_key || !declared.optional,
            missing_days: missing.iter().filter_map(|word| date::parse(word, &[])).collect(),
            missing_numbers: missing.iter().filter_map(|word| number::parse(word)).collect(),
            missing,
            values: spec.map(|spec| spec.values.clone()).unwrap_or_default(),
            split: spec.and_then(|spec| spec.split.clone()),
            formats: spec.map(|spec| spec.formats.clone()).unwrap_or_default(),
            zone,
            leaves,
            expected: Arc::new(match spec.map(|spec| spec.formats.as_slice()) {
                Some(formats @ [_, ..]) if declared.ty == Type::Date => cell::expected_format(formats),
                _ => cell::expectation(declared.ty, schema),
            }),
        }
    }
}

/// Why a cell is bad.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadCell {
    /// What kind of fault.
    pub(crate) code: Code,
    /// What was expected.
    pub(crate) expected: Arc<Message>,
}

impl FieldReader<'_> {
    /// Returns the number of a cell in `dictionary`, [`NULL`] for an empty one.
    ///
    /// # Errors
    /// [`BadCell`] if the text has no form of the field's type, or is empty where it must not be.
    pub(crate) fn read(&self, raw: &str, dictionary: &mut Dictionary) -> Result<u32, BadCell> {
        if raw.len() > cell::MAX_BYTES {
            return Err(BadCell { code: Code::W1101, expected: Arc::new(too_long()) });
        }
        let cleaned = cell::clean(raw);
        match self.stands_for(&cleaned) {
            Some(text) if !text.is_empty() => self.read_value(&text, dictionary),
            _ => self.read_empty(dictionary),
        }
    }

    /// Returns the cells under `values` whose values do not fit the field, with what was expected.
    pub(crate) fn bad_values(&self, store: &mut Store) -> Vec<(String, Message)> {
        let mut bad = Vec::new();
        for (cell, value) in &self.values {
            let Some(value) = value else { continue };
            if let Err(BadCell { expected, .. }) = self.read_value(&cell::clean(value), &mut store.dictionary) {
                let message = Message::new(
                    format!("`{value}` does not fit: expected {}", expected.en),
                    format!("`{value}` 不合：应为{}", expected.zh),
                );
                bad.push((cell.clone(), message));
            }
        }
        bad
    }

    /// Returns whether a cell holds nothing.
    pub(crate) fn is_empty(&self, raw: &str) -> bool {
        let cleaned = cell::clean(raw);
        match self.stands_for(&cleaned) {
            None => true,
            Some(text) => text.is_empty() || self.is_missing_value(&text),
        }
    }

    /// Applies `missing` and `values`; `None` is nothing.
    fn stands_for<'t>(&'t self, text: &'t str) -> Option<Cow<'t, str>> {
        if self.missing.iter().any(|word| word == text) {
            return None;
        }
        match self.values.get(text) {
            Some(value) => value.as_deref().map(cell::clean),
            None => Some(Cow::Borrowed(text)),
        }
    }

    fn is_missing_value(&self, text: &str) -> bool {
        match self.ty {
            Type::Date if !self.missing_days.is_empty() => {
                date::parse(text, &self.formats).is_some_and(|day| self.missing_days.contains(&day))
            }
            Type::Time if !self.missing_days.is_empty() => {
                time::parse(text, self.zone).is_some_and(|time| self.missing_days.contains(&time.day(self.zone)))
            }
            Type::Number if !self.missing_numbers.is_empty() => {
                number::parse(text).is_some_and(|value| self.missing_numbers.contains(&value))
            }
            _ => false,
        }
    }

    fn read_empty(&self, dictionary: &mut Dictionary) -> Result<u32, BadCell> {
        if !self.required {
            return Ok(NULL);
        }
        // A set that must be known and is empty holds nothing; that is a value.
        match dictionary {
            Dictionary::CodeSet(sets) => Ok(sets.code(&0, || 0)),
            Dictionary::List(lists) => Ok(lists.code(Vec::new())),
            _ => Err(BadCell { code: Code::W1102, expected: Arc::clone(&self.expected) }),
        }
    }

    fn read_value(&self, text: &str, dictionary: &mut Dictionary) -> Result<u32, BadCell> {
        if self.is_missing_value(text) {
            return self.read_empty(dictionary);
        }
        let code = match (&mut *dictionary, self.ty) {
            (Dictionary::Direct, Type::Date) => date::parse(text, &self.formats).map(date_code),
            (Dictionary::Direct, Type::YesNo) => yesno::parse(text).map(u32::from),
            (Dictionary::Direct, _) => self.code(text)?.map(u32::from),
            (Dictionary::Text(texts), Type::Ref(_)) => self.reference(text).map(|key| texts.text(&key)),
            (Dictionary::Text(texts), _) => Some(texts.text(text)),
            (Dictionary::Number(numbers), _) => number::parse(text).map(|n| numbers.code(&n, || n)),
            (Dictionary::Time(times), _) => time::parse(text, self.zone).map(|t| times.code(&t, || t)),
            (Dictionary::Duration(lengths), _) => duration::parse(text).map(|d| lengths.code(&d, || d)),
            (Dictionary::CodeSet(_) | Dictionary::List(_), _) => return self.read_set(text, dictionary),
        };
        code.ok_or_else(|| self.misformed())
    }

    fn read_set(&self, text: &str, dictionary: &mut Dictionary) -> Result<u32, BadCell> {
        let composite = self.leaves.len() > 1;
        let parts = cell::members(text, self.split.as_deref(), composite);
        let cleaned: Vec<Cow<'_, str>> = parts.into_iter().map(cell::clean).collect();
        let members = cleaned.iter().filter_map(|part| self.stands_for(part)).filter(|part| !part.is_empty());
        match dictionary {
            Dictionary::CodeSet(sets) => {
                let mut bits = 0_u64;
                for member in members {
                    let code = self.code(&member)?.ok_or_else(|| self.misformed())?;
                    bits |= 1_u64.checked_shl(u32::from(code)).unwrap_or(0);
                }
                Ok(sets.code(&bits, || bits))
            }
            Dictionary::List(lists) => {
                let mut codes = Vec::new();
                for member in members {
                    codes.push(match self.ty {
                        Type::RefSet(_) => {
                            let key = self.reference(&member).ok_or_else(|| self.misformed())?;
                            lists.members.text(&key)
                        }
                        _ => lists.members.text(&member),
                    });
                }
                Ok(lists.code(codes))
            }
            _ => Err(self.misformed()),
        }
    }

    fn reference<'t>(&self, text: &'t str) -> Option<Cow<'t, str>> {
        key::canonical(text, &self.leaves, &self.formats, self.zone, self.schema)
    }

    /// Returns the index of a code; the error proposes the nearest one.
    fn code(&self, text: &str) -> Result<Option<u8>, BadCell> {
        let (Type::Code(id) | Type::CodeSet(id)) = self.ty else {
            return Ok(None);
        };
        let catalog = self.schema.catalog(id);
        match cell::code(catalog, text) {
            Some(code) => Ok(Some(code)),
            None => Err(BadCell {
                code: Code::W1101,
                expected: nearest(text, names(catalog)).map_or_else(
                    || Arc::clone(&self.expected),
                    |name| {
                        Arc::new(Message::new(
                            format!("{}; did you mean `{name}`?", self.expected.en),
                            format!("{}；是否指 `{name}`？", self.expected.zh),
                        ))
                    },
                ),
            }),
        }
    }

    fn misformed(&self) -> BadCell {
        BadCell { code: Code::W1101, expected: Arc::clone(&self.expected) }
    }
}

fn names(catalog: &Catalog) -> impl Iterator<Item = &str> {
    catalog
        .codes
        .iter()
        .flat_map(|code| spellings(&code.name).chain(code.label.as_deref()).chain(code.label_alias.as_deref()))
}

fn too_long() -> Message {
    Message::new(
        "a cell of at most 1 MiB; perhaps a quotation mark is left open",
        "不超过 1 MiB 的单元格；可能有引号未闭合",
    )
}
