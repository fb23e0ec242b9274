//! Characters that look like what they are not, and quotes.

use super::Scanner;
use crate::{
    codes::Code,
    diagnostic::{Diagnostic, Message},
};

impl Scanner<'_> {
    /// Passes over a quoted text; one that is not closed ends with its line.
    pub(super) fn quoted(&mut self, at: usize, quote: char) {
        let line_end = self.line_end(at);
        let body = at + quote.len_utf8();
        let line = self.text.get(body..line_end).unwrap_or("");
        let end = match closing(line, quote) {
            Some(len) => body + len,
            None => {
                self.unclosed_quote(at, quote, line);
                line_end
            }
        };
        self.misleading(body, end);
        self.skip_to(end);
    }

    fn unclosed_quote(&mut self, at: usize, quote: char, line: &str) {
        let (want, other) = if quote == '"' { ('"', '”') } else { ('”', '"') };
        let end = at + quote.len_utf8() + line.trim_end().len();
        let fault = Diagnostic::error(
            Code::E0109,
            self.span(at, end),
            Message::new("quoted text is not closed", "引号没有闭合"),
            Message::new(format!("the line ends before the closing `{want}`"), format!("到行尾仍无收尾的 `{want}`")),
        );
        // The wrong closing quote is the likeliest slip, and safe to mend if there is just one.
        let fault = match line.find(other) {
            Some(n) if line.matches(other).count() == 1 => {
                let from = at + quote.len_utf8() + n;
                fault.sure_fix(
                    self.span(from, from + other.len_utf8()),
                    want,
                    Message::new(
                        format!("close it with `{want}`, as it was opened with `{quote}`"),
                        format!("用 `{want}` 收尾，与开头的 `{quote}` 成对"),
                    ),
                )
            }
            _ => fault.help(Message::new(
                format!("close it with `{want}` on the same line"),
                format!("在同一行内用 `{want}` 收尾"),
            )),
        };
        self.report(fault);
    }

    pub(super) fn closing_quote(&mut self, at: usize) {
        let fault = Diagnostic::error(
            Code::E0109,
            self.span(at, at + '”'.len_utf8()),
            Message::new("closing quote without an opening one", "只有收尾引号，没有开头引号"),
            Message::new("no text is open here", "此处没有未收尾的文字"),
        );
        self.report(fault.help(Message::new("begin the text with `“`", "文字以 `“` 开头")));
    }

    pub(super) fn full_width(&mut self, at: usize) {
        let rest = self.rest(at);
        let run = rest.get(..rest.find(|c| !is_full_width(c)).unwrap_or(rest.len())).unwrap_or("").to_owned();
        let narrow: String = run.chars().filter_map(|c| char::from_u32(u32::from(c).wrapping_sub(0xFEE0))).collect();
        let span = self.span(at, at + run.len());
        let fault = Diagnostic::error(
            Code::E0105,
            span,
            Message::new(format!("`{run}` is in full-width characters"), format!("`{run}` 是全角字符")),
            Message::new("full-width", "全角"),
        );
        let message = Message::new(format!("write `{narrow}`"), format!("写成 `{narrow}`"));
        self.report(fault.sure_fix(span, narrow, message));
        self.skip_to(at + run.len());
    }

    /// Reports the characters between two places that change what a text looks like without being seen.
    pub(super) fn misleading(&mut self, from: usize, to: usize) {
        let text = self.text.get(from..to).unwrap_or("");
        for (offset, c) in text.char_indices().filter(|(_, c)| is_misleading(*c)) {
            let span = self.span(from + offset, from + offset + c.len_utf8());
            let code = u32::from(c);
            let fault = Diagnostic::error(
                Code::E0103,
                span,
                Message::new(format!("invisible character U+{code:04X}"), format!("不可见字符 U+{code:04X}")),
                effect(c),
            );
            self.report(if c.is_whitespace() {
                fault.sure_fix(span, " ", Message::new("write an ordinary blank", "换成普通空格"))
            } else {
                fault.sure_fix(span, "", Message::new("remove it", "删去它"))
            });
        }
    }
}

/// Returns how long a quoted text is whose opening quote stood before `line`, its closing quote included.
fn closing(line: &str, quote: char) -> Option<usize> {
    let mut inner = false;
    for (at, c) in line.char_indices() {
        match c {
            '"' if quote == '"' => return Some(at + 1),
            '“' if quote == '“' && !inner => inner = true,
            '“' if quote == '“' => return None,
            '”' if quote == '“' && inner => inner = false,
            '”' if quote == '“' => return Some(at + c.len_utf8()),
            _ => {}
        }
    }
    None
}

/// What an invisible character does to the text around it.
fn effect(c: char) -> Message {
    match c {
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}' => Message::new(
            "it changes the direction of the text, so that a reader sees another order",
            "它改变文字的方向，读者看到的顺序与实际不同",
        ),
        _ if c.is_whitespace() => Message::new("it looks like a blank and is none", "它看似空格，其实不是"),
        _ => Message::new("a reader cannot see it", "读者看不见它"),
    }
}

/// Letters and digits of a Chinese keyboard's wide form.
pub(super) fn is_full_width(c: char) -> bool {
    matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９')
}

/// Directions, zero widths, controls, and blanks that are not blanks.
pub(super) fn is_misleading(c: char) -> bool {
    match c {
        ' ' | '\t' | '\n' | '\u{3000}' => false,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' => true,
        '\u{FEFF}' | '\u{00AD}' | '\u{061C}' | '\u{180E}' => true,
        _ => c.is_control() || c.is_whitespace(),
    }
}
