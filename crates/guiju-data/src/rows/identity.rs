//! Which staged rows are versions of one record.
//!
//! Rows that agree on the fields of the key get one number, the [`Identity`] tells each number's printed key.

use super::key;
use super::stage::Staged;
use super::store::NULL;
use foldhash::fast::RandomState;
use guiju_compiler::{Key, Schema};
use indexmap::IndexSet;

/// The keys of staged rows.
#[derive(Debug, Default)]
pub(crate) struct Identity {
    /// Number of each row's key; [`NULL`] where a cell of the key is bad.
    pub(crate) of_row: Vec<u32>,
    /// Printed key by number.
    pub(crate) printed: Vec<String>,
    /// A row that has the key, by number.
    pub(crate) first_row: Vec<u32>,
}

/// Numbers the keys of staged rows. `inputs` are the files of this kind: if there are several, the key of a numbered line
/// says which.
pub(crate) fn identify(staged: &Staged, schema: &Schema, inputs: &[u32]) -> Identity {
    match schema.record(staged.record).key {
        Key::Row => numbered_lines(staged, inputs),
        Key::Fields(_) => by_fields(staged, schema),
    }
}

fn numbered_lines(staged: &Staged, inputs: &[u32]) -> Identity {
    let printed = staged.origins.iter().map(|origin| match inputs.iter().position(|&input| input == origin.input) {
        Some(index) if inputs.len() > 1 => format!("{}:{}", index + 1, origin.row),
        _ => origin.row.to_string(),
    });
    let rows: Vec<u32> = (0..).take(staged.len()).collect();
    Identity { printed: printed.collect(), first_row: rows.clone(), of_row: rows }
}

fn by_fields(staged: &Staged, schema: &Schema) -> Identity {
    let fields = key::fields(schema, staged.record);
    let mut of_row = vec![0; staged.len()];
    for (position, &(field, _)) in fields.iter().enumerate() {
        let Some(store) = staged.stores.get(field.0) else { continue };
        if position == 0
            && let Some(numbered) = renumber(&store.codes)
        {
            of_row = numbered;
            continue;
        }
        // One field after the other: the pairs of the number so far and the next cell are numbered anew.
        let mut pairs: IndexSet<(u32, u32), RandomState> = IndexSet::default();
        for (id, &code) in of_row.iter_mut().zip(&store.codes) {
            *id = if *id == NULL || code == NULL {
                NULL
            } else {
                u32::try_from(pairs.insert_full((*id, code)).0).unwrap_or(NULL)
            };
        }
    }
    let mut identity = Identity { of_row, ..Identity::default() };
    for (row, &id) in (0_u32..).zip(&identity.of_row) {
        // Numbers are given in the order of rows, so each new one is the next.
        if id != NULL && id as usize == identity.first_row.len() {
            identity.first_row.push(row);
            identity.printed.push(print(staged, row, &fields, schema));
        }
    }
    identity
}

/// Numbers codes in the order in which they come, without a hash where they are small as those of a dictionary.
fn renumber(codes: &[u32]) -> Option<Vec<u32>> {
    let largest = codes.iter().filter(|&&code| code != NULL).max().map_or(0, |&code| code as usize);
    if largest > 2 * codes.len() {
        return None;
    }
    let mut numbers = vec![NULL; largest + 1];
    let mut next = 0;
    Some(
        codes
            .iter()
            .map(|&code| match numbers.get_mut(code as usize) {
                None => NULL,
                Some(number) => {
                    if *number == NULL {
                        *number = next;
                        next += 1;
                    }
                    *number
                }
            })
            .collect(),
    )
}

fn print(staged: &Staged, row: u32, fields: &[(guiju_compiler::FieldId, usize)], schema: &Schema) -> String {
    let parts: Vec<(String, usize)> = fields
        .iter()
        .filter_map(|&(field, n_leaves)| {
            let store = staged.stores.get(field.0)?;
            let code = *store.codes.get(row as usize)?;
            let ty = schema.record(staged.record).field(field).ty;
            Some((key::print_part(code, ty, &store.dictionary, schema)?, n_leaves))
        })
        .collect();
    key::join(&parts)
}
