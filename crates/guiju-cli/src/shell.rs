//! The surroundings of a run: the reader's tongue, colour, the width of the terminal, today's date.
//!
//! They are read here once; everything else is given them.

use crate::error::CliError;
use anstream::{AutoStream, ColorChoice, adapter::strip_str};
use anstyle::{AnsiColor, Style};
use guiju_calendar::Day;
use guiju_syntax::{Diagnostic, Message, Sources, Tongue};
use std::{
    env,
    ffi::OsString,
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};

/// Columns of a report that does not go to a terminal.
const PLAIN_WIDTH: usize = 100;
/// The widest text that is pleasant to read.
const WIDEST: usize = 140;

/// The surroundings of a run.
#[derive(Debug, Clone)]
pub(crate) struct Shell {
    /// The tongue of messages.
    pub(crate) tongue: Tongue,
    /// The tongue asked for with `--lang`, if any.
    pub(crate) asked: Option<Tongue>,
    /// Whether to colour.
    pub(crate) colour: ColorChoice,
}

impl Shell {
    /// Reads the locale and looks through the command line, so that even its misuse is told as the reader wishes.
    pub(crate) fn new(args: &[OsString]) -> Self {
        let tongue = last_option(args, "--lang").and_then(|word| tongue_of(&word)).unwrap_or_else(locale);
        let colour = last_option(args, "--color").and_then(|word| colour_of(&word)).unwrap_or(ColorChoice::Auto);
        Self { tongue, asked: None, colour }
    }

    /// Takes over what the command line says, now that it is understood.
    pub(crate) fn settle(&mut self, asked: Option<Tongue>, colour: Option<ColorChoice>) {
        self.asked = asked;
        self.tongue = asked.unwrap_or_else(locale);
        self.colour = colour.unwrap_or(ColorChoice::Auto);
    }

    /// Returns the tongue of results for programs: English wherever they are made, unless asked otherwise.
    pub(crate) fn machine_tongue(&self) -> Tongue {
        self.asked.unwrap_or(Tongue::En)
    }

    /// Returns the text in the reader's tongue.
    pub(crate) const fn pick<'a>(&self, en: &'a str, zh: &'a str) -> &'a str {
        self.tongue.pick(en, zh)
    }

    /// Returns the columns of a report on standard output.
    pub(crate) fn width(&self) -> usize {
        let terminal = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        terminal.map_or(PLAIN_WIDTH, |width| width.clamp(40, WIDEST))
    }

    /// Writes a text for people to standard output.
    pub(crate) fn print(&self, text: &str) -> Result<(), CliError> {
        self.write_text(None, text)
    }

    /// Writes a text for people to a file or else to standard output, coloured where that is wanted.
    pub(crate) fn write_text(&self, file: Option<&Path>, text: &str) -> Result<(), CliError> {
        let coloured =
            file.is_none() && AutoStream::new(io::stdout(), self.colour).current_choice() != ColorChoice::Never;
        match coloured {
            true => Self::write(file, |out| out.write_all(text.as_bytes())),
            false => Self::write(file, |out| write!(out, "{}", strip_str(text))),
        }
    }

    /// Writes a result to a file or else to standard output, as it is.
    pub(crate) fn write(
        file: Option<&Path>,
        result: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), CliError> {
        match file {
            None => pour(Quiet(Some(io::stdout().lock())), result).map_err(CliError::Output),
            Some(path) => {
                File::create(path).and_then(|file| pour(file, result)).map_err(|error| CliError::writing(path, error))
            }
        }
    }

    /// Tells diagnostics on standard error.
    pub(crate) fn tell(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let text = guiju_report::diagnostics::text(diagnostics, sources, self.tongue, self.width());
        self.remark(text.trim_end());
    }

    /// Says on standard error what is wrong.
    pub(crate) fn error(&self, message: &Message) {
        let style = AnsiColor::Red.on_default().bold();
        self.labelled(style, self.pick("error", "错误"), message);
    }

    /// Says on standard error what to do.
    pub(crate) fn help(&self, message: &Message) {
        let style = AnsiColor::Cyan.on_default().bold();
        self.labelled(style, self.pick("help", "建议"), message);
    }

    fn labelled(&self, style: Style, label: &str, message: &Message) {
        // A message may quote a policy or a cell; its own line breaks stay.
        let lines: Vec<_> = message.in_tongue(self.tongue).split('\n').map(guiju_report::text::clean).collect();
        let text = lines.join("\n");
        let colon = self.pick(": ", "：");
        self.remark(&format!("{style}{label}{style:#}{colon}{text}"));
    }

    /// Says something on standard error. If nobody listens there, nothing is lost but the remark.
    pub(crate) fn remark(&self, text: &str) {
        if !text.is_empty() {
            let mut err = AutoStream::new(io::stderr(), self.colour).lock();
            let _ = writeln!(err, "{text}");
        }
    }
}

/// Returns today's date where the machine stands.
pub(crate) fn today() -> Day {
    #[expect(clippy::disallowed_methods, reason = "the command line alone reads the clock")]
    let now = chrono::Local::now().date_naive();
    // A machine's clock beyond the year 9999 is as good as none.
    Day::try_from(now).unwrap_or(Day::MAX)
}

/// A stream whose reader may go away: `guiju eval … | head` is no failure.
pub(crate) struct Quiet<W: Write>(Option<W>);

impl<W: Write> Quiet<W> {
    fn quietly<T>(&mut self, gone: T, act: impl FnOnce(&mut W) -> io::Result<T>) -> io::Result<T> {
        let Some(out) = &mut self.0 else { return Ok(gone) };
        match act(out) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.0 = None;
                Ok(gone)
            }
            answer => answer,
        }
    }
}

impl<W: Write> Write for Quiet<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.quietly(bytes.len(), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.quietly((), Write::flush)
    }
}

fn pour(out: impl Write, result: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    result(&mut out)?;
    out.flush()
}

/// Returns the value of the last option of this name, whichever command it belongs to.
fn last_option(args: &[OsString], name: &str) -> Option<String> {
    let words: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).take_while(|arg| arg != "--").collect();
    words.iter().enumerate().rev().find_map(|(index, word)| match word.strip_prefix(name)? {
        "" => words.get(index + 1).map(ToString::to_string),
        rest => rest.strip_prefix('=').map(str::to_owned),
    })
}

/// Reads `zh` or `en`.
pub(crate) fn tongue_of(word: &str) -> Option<Tongue> {
    match word {
        "zh" => Some(Tongue::Zh),
        "en" => Some(Tongue::En),
        _ => None,
    }
}

/// Reads `auto`, `always` or `never`.
pub(crate) fn colour_of(word: &str) -> Option<ColorChoice> {
    match word {
        "auto" => Some(ColorChoice::Auto),
        "always" => Some(ColorChoice::Always),
        "never" => Some(ColorChoice::Never),
        _ => None,
    }
}

/// Returns the tongue of the first locale variable that says something.
fn locale() -> Tongue {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(env::var_os).find(|value| !value.is_empty());
    match said {
        Some(value) if value.to_string_lossy().to_ascii_lowercase().starts_with("zh") => Tongue::Zh,
        _ => Tongue::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn the_last_lang_counts_wherever_it_stands() {
        let found = |line| last_option(&args(line), "--lang");
        assert_eq!(found("guiju --lang zh --help").as_deref(), Some("zh"));
        assert_eq!(found("guiju --lang en check --lang=zh").as_deref(), Some("zh"));
        assert_eq!(found("guiju check -- --lang zh"), None);
        assert_eq!(found("guiju check --language zh"), None);
        assert_eq!(found("guiju check --lang"), None);
    }

    #[test]
    fn a_reader_who_goes_away_is_no_error() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut out = Quiet(Some(Gone));
        out.write_all(b"one").unwrap();
        out.write_all(b"two").unwrap();
        assert!(out.0.is_none());
    }
}
