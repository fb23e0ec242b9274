//! A path as SVG, without any other tool.

use std::fmt::Write;

use guiju_syntax::Tongue;
use unicode_width::UnicodeWidthStr;

use super::{StageDrawing, Way, layout::layout};

/// Points a column of text takes; a Chinese character takes two columns.
const COLUMN: usize = 8;
/// Points from line to line.
const LINE: usize = 20;
/// Between a box and its text.
const PADDING: usize = 12;
/// The widest line of a box, in columns; longer ones are cut.
const WIDEST: usize = 60;

const STYLE: &str = "text{font:14px sans-serif;fill:#1c1c1c}.b{fill:#fff;stroke:#1c1c1c}.n{font-weight:bold}\
.a{fill:none;stroke:#1c1c1c}.e{stroke-dasharray:5 4;stroke:#a32020}.w{font-size:12px;fill:#555}";

impl StageDrawing<'_> {
    /// Writes the stages as an SVG picture, its texts in `tongue`.
    #[must_use]
    pub fn to_svg(&self, tongue: Tongue) -> String {
        let labels: Vec<Vec<String>> =
            (0..=self.n_stages()).map(|n| self.label(n, tongue).iter().map(|line| cut(line)).collect()).collect();
        let size = |lines: &Vec<String>| {
            let columns = lines.iter().map(|line| line.width()).max().unwrap_or(0);
            (columns * COLUMN + 2 * PADDING, lines.len() * LINE + PADDING)
        };
        let sizes: Vec<(usize, usize)> = labels.iter().map(size).collect();
        let arrows: Vec<(usize, usize)> =
            self.ways.iter().map(|(from, to, _)| (*from, to.unwrap_or(self.n_stages()))).collect();
        let layout = layout(&sizes, &arrows);
        let heading = self.heading(tongue);
        let (width, height) = (layout.width.max(heading.width() * COLUMN + 2 * PADDING), layout.height + LINE);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\">\n<title>{}</title>\n<style>{STYLE}</style>\n",
            escaped(&heading)
        );
        out.push_str(
            "<defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"10\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" \
             orient=\"auto-start-reverse\"><path d=\"M0 0L10 5L0 10z\"/></marker></defs>\n",
        );
        let _ = writeln!(out, "<text class=\"n\" x=\"{PADDING}\" y=\"{LINE}\">{}</text>", escaped(&heading));
        let _ = writeln!(out, "<g transform=\"translate(0 {LINE})\">");
        for ((.., way), points) in self.ways.iter().zip(&layout.arrows) {
            let class = if *way == Way::Else { "a e" } else { "a" };
            let _ = writeln!(out, "<path class=\"{class}\" d=\"{}\" marker-end=\"url(#tip)\"/>", curve(points));
            if let Some((x, y)) = points.first() {
                let down = points.get(1).is_none_or(|(_, next)| next > y);
                let y = if down { y + 16 } else { y.saturating_sub(6) };
                let _ = writeln!(out, "<text class=\"w\" x=\"{}\" y=\"{y}\">{}</text>", x + 6, way.in_tongue(tongue));
            }
        }
        for ((n, lines), place) in labels.iter().enumerate().zip(&layout.boxes) {
            let round = if n == self.n_stages() { 14 } else { 3 };
            let _ = writeln!(
                out,
                "<rect class=\"b\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{round}\"/>",
                place.x, place.y, place.width, place.height
            );
            for (row, line) in lines.iter().enumerate() {
                let class = if row == 0 { " class=\"n\"" } else { "" };
                let (x, y) = (place.x + PADDING, place.y + PADDING / 2 + LINE * (row + 1) - 6);
                let _ = writeln!(out, "<text{class} x=\"{x}\" y=\"{y}\">{}</text>", escaped(line));
            }
        }
        out.push_str("</g>\n</svg>\n");
        out
    }
}

/// A smooth way through points: it leaves and enters each upright.
fn curve(points: &[(usize, usize)]) -> String {
    let mut out = String::new();
    for (n, pair) in points.windows(2).enumerate() {
        let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
        if n == 0 {
            let _ = write!(out, "M{x} {y}");
        }
        let middle = y.midpoint(to_y);
        let _ = write!(out, "C{x} {middle} {to_x} {middle} {to_x} {to_y}");
    }
    out
}

/// A line that is not too wide for a box.
fn cut(line: &str) -> String {
    let (mut out, mut columns) = (String::new(), 0);
    for c in line.chars() {
        columns += c.to_string().width();
        if columns > WIDEST {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

/// A text between the tags of XML.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
