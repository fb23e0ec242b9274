//! `table`: numbers by class.

use crate::value::{Doubt, Micro, Value, number_text};

/// A number for each class; `None` where the source is garbled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) cells: Vec<(&'static str, Option<Micro>)>,
}

impl Table {
    pub(crate) fn text(&self) -> String {
        let cell = |(class, cell): &(&str, Option<Micro>)| {
            format!("  {class}: {}\n", cell.map_or("unreadable \"XX\"".to_owned(), number_text))
        };
        format!("table {} {{\n{}}} cite 1\n", self.name, self.cells.iter().map(cell).collect::<String>())
    }

    pub(crate) fn cell(&self, class: &Value) -> Value {
        let garbled = self.cells.iter().any(|(_, cell)| cell.is_none());
        let code = match class {
            Value::Code(_, code) => code,
            // The cell that would hold may be a garbled one.
            Value::Unknown(doubt) => {
                let garbled = if garbled { Doubt::UNREADABLE } else { Doubt::default() };
                return Value::Unknown(doubt.with(garbled));
            }
            other => panic!("{other:?} is no code"),
        };
        match self.cells.iter().find(|(class, _)| class == code) {
            Some((_, Some(number))) => Value::Number(*number),
            Some((_, None)) => Value::Unknown(Doubt::UNREADABLE),
            None => Value::MISSING,
        }
    }
}
