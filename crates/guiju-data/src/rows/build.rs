//! Typed columns from settled rows.
//!
//! Dictionaries are sorted and hold only what is used, sets are sorted: the same records give the same tables.

use super::collapse::sorted;
use super::reference::Link;
use super::store::{Dictionary, Interner, Lists, NULL, date_of};
use super::stub::Settled;
use crate::table::{Column, NUMBER_SCALE};
use arrow_array::builder::StringBuilder;
use arrow_array::types::UInt32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, ListArray, UInt8Array, UInt32Array,
    UInt64Array,
};
use arrow_buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field};
use guiju_compiler::{FieldId, Type};
use std::sync::Arc;

/// Why a column cannot be built: it holds more text or more members of sets than can be addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Builds the column of a field. `rows_of` tells, for a field of references, the record each text's number names.
///
/// # Errors
/// [`TooLarge`] if its texts exceed 2 GiB, or its sets two thousand million members.
pub(crate) fn column(settled: &Settled, field: FieldId, ty: Type, rows_of: Option<&Link>) -> Result<Column, TooLarge> {
    let Some(store) = settled.staged.stores.get(field.0) else {
        return Err(TooLarge);
    };
    let mut codes: Vec<u32> =
        settled.kept.rows.iter().map(|&row| store.codes.get(row as usize).copied().unwrap_or(NULL)).collect();
    for &(record, _) in settled.kept.blanks.iter().filter(|(_, blank)| *blank == field) {
        if let Some(code) = codes.get_mut(record as usize) {
            *code = NULL;
        }
    }
    let present = || codes.iter().map(|&code| (code != NULL).then_some(code));
    let row_of = |text: u32| rows_of.and_then(|rows| rows.get(text as usize)).copied().filter(|&row| row != NULL);
    Ok(match (&store.dictionary, ty) {
        (Dictionary::Direct, Type::YesNo) => {
            Column::YesNo(present().map(|code| Some(code? == 1)).collect::<BooleanArray>())
        }
        (Dictionary::Direct, Type::Date) => {
            Column::Date(present().map(|code| Some(date_of(code?)?.number())).collect::<Date32Array>())
        }
        (Dictionary::Direct, _) => Column::Code(present().map(|code| u8::try_from(code?).ok()).collect::<UInt8Array>()),
        (Dictionary::Text(_), Type::Ref(_)) => {
            Column::Ref(present().map(|code| row_of(code?)).collect::<UInt32Array>())
        }
        (Dictionary::Text(texts), _) => Column::Text(dictionary(texts, &codes)?),
        (Dictionary::Number(numbers), _) => Column::Number(
            present()
                .map(|code| numbers.get(code?).copied())
                .collect::<Decimal128Array>()
                .with_precision_and_scale(38, NUMBER_SCALE)
                .map_err(|_| TooLarge)?,
        ),
        (Dictionary::Time(times), _) => Column::Time(present().map(|code| times.get(code?).copied()).collect()),
        (Dictionary::Duration(lengths), _) => {
            Column::Duration(present().map(|code| lengths.get(code?).copied()).collect())
        }
        (Dictionary::CodeSet(sets), _) => {
            Column::CodeSet(present().map(|code| sets.get(code?).copied()).collect::<UInt64Array>())
        }
        (Dictionary::List(lists), Type::RefSet(_)) => {
            let lists = List::new(&codes, lists, |member| row_of(member).unwrap_or(NULL))?;
            let values = UInt32Array::from_iter_values(lists.members.iter().copied());
            Column::RefSet(lists.array(DataType::UInt32, Arc::new(values)))
        }
        (Dictionary::List(lists), _) => {
            let order = super::collapse::ranks(&lists.members.texts());
            let mut by_rank = vec![NULL; order.len()];
            for (code, &rank) in (0..).zip(&order) {
                if let Some(place) = by_rank.get_mut(rank as usize) {
                    *place = code;
                }
            }
            let rank = |member: u32| order.get(member as usize).copied().unwrap_or(NULL);
            let sets = List::new(&codes, lists, rank)?;
            let members: Vec<u32> =
                sets.members.iter().map(|&rank| by_rank.get(rank as usize).copied().unwrap_or(NULL)).collect();
            let values = dictionary(&lists.members, &members)?;
            let ty = DataType::Dictionary(Box::new(DataType::UInt32), Box::new(DataType::Utf8));
            Column::TextSet(sets.array(ty, Arc::new(values)))
        }
    })
}

/// Makes a dictionary column of texts.
fn dictionary(texts: &Interner<Box<str>>, codes: &[u32]) -> Result<DictionaryArray<UInt32Type>, TooLarge> {
    let mut used = vec![false; texts.len()];
    for &code in codes {
        if let Some(used) = used.get_mut(code as usize) {
            *used = true;
        }
    }
    let used: Vec<u32> = (0..).zip(used).filter(|(_, used)| *used).map(|(code, _)| code).collect();
    let words: Vec<&str> = used.iter().map(|&code| texts.text_of(code)).collect();
    let bytes: usize = words.iter().map(|word| word.len()).sum();
    if i32::try_from(bytes).is_err() {
        return Err(TooLarge);
    }
    let mut values = StringBuilder::with_capacity(words.len(), bytes);
    let mut key_of = vec![NULL; texts.len()];
    for (key, index) in (0..).zip(sorted(&words)) {
        let code = used.get(index as usize).copied().unwrap_or(NULL);
        values.append_value(texts.text_of(code));
        if let Some(place) = key_of.get_mut(code as usize) {
            *place = key;
        }
    }
    let keys: UInt32Array = codes.iter().map(|&code| key_of.get(code as usize).copied()).collect();
    DictionaryArray::try_new(keys, Arc::new(values.finish())).map_err(|_| TooLarge)
}

/// The parts of a list column.
struct List {
    offsets: Vec<i32>,
    valid: Vec<bool>,
    members: Vec<u32>,
}

impl List {
    /// Collects the sets of cells, each in ascending order of `number`.
    fn new(codes: &[u32], lists: &Lists, number: impl Fn(u32) -> u32) -> Result<Self, TooLarge> {
        let mut list = Self { offsets: vec![0], valid: Vec::new(), members: Vec::new() };
        for &code in codes {
            let set = lists.lists.get(code);
            let mut members: Vec<u32> = set.into_iter().flatten().map(|&member| number(member)).collect();
            members.sort_unstable();
            list.members.extend(members);
            list.valid.push(set.is_some());
            list.offsets.push(i32::try_from(list.members.len()).map_err(|_| TooLarge)?);
        }
        Ok(list)
    }

    fn array(self, ty: DataType, values: ArrayRef) -> ListArray {
        let offsets = OffsetBuffer::new(ScalarBuffer::from(self.offsets));
        ListArray::new(Arc::new(Field::new_list_field(ty, true)), offsets, values, Some(NullBuffer::from(self.valid)))
    }
}
