//! The working-day calendar a manifest names.

use crate::file::cannot_read;
use crate::manifest::{Faults, Manifest, Path};
use crate::nearest::{did_you_mean, nearest};
use guiju_calendar::Calendar;
use guiju_syntax::{Code, Files, Message};

/// Finds the calendar the manifest names: a built-in one, or a file.
pub(crate) fn find(manifest: &Manifest, files: &dyn Files, faults: &mut Faults<'_>) -> Option<Calendar> {
    let name = manifest.calendar.as_deref()?;
    if let Some(calendar) = Calendar::builtin(name) {
        return Some(calendar.clone());
    }
    let at = Path::default().key("calendar");
    if !name.ends_with(".yaml") && !name.ends_with(".yml") {
        let names = Calendar::builtin_names().iter().flat_map(|&(id, alias)| [id, alias]);
        let help = did_you_mean(nearest(name, names.clone())).unwrap_or_else(|| {
            let known: Vec<&str> = names.collect();
            Message::new(
                format!("built-in calendars: {}; or give a `.yaml` file", known.join(", ")),
                format!("内置历法：{}；也可写 `.yaml` 文件", known.join("、")),
            )
        });
        let message = Message::new(format!("there is no calendar `{name}`"), format!("没有历法 `{name}`"));
        faults.error_with_help(Code::E1009, &at, message, Some(help));
        return None;
    }
    let bytes = match files.read(name) {
        Ok(bytes) => bytes,
        Err(error) => {
            let said = cannot_read(name, error).message;
            let message =
                Message::new(format!("the calendar cannot be read: {}", said.en), format!("历法无法读取：{}", said.zh));
            faults.error(Code::E1009, &at, message);
            return None;
        }
    };
    match Calendar::from_yaml(&String::from_utf8_lossy(&bytes)) {
        Ok(calendar) => Some(calendar),
        Err(error) => {
            let message = Message::new(
                format!("the calendar `{name}` is not usable: {error}"),
                format!("历法 `{name}` 不可用：{error}"),
            );
            faults.error(Code::E1009, &at, message);
            None
        }
    }
}
