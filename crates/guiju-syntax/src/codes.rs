//! The table of diagnostic codes. Each has a page in `docs/codes/`, printed by `guiju explain CODE`.
//!
//! E01 syntax · E02 names · E03 types and units · E04 time · E05 rule graph · E06 citations and structure ·
//! E10 dataset manifest · E11 data files · W warnings.

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $page:literal;)*) => {
        /// A diagnostic's stable code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All codes, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns the code as printed, e.g. `E0201`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// Returns its page: what it means, an example, what to write instead.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("../../../docs/codes/", $page)),)* }
            }
        }
    };
}

codes! {
    /// Text that fits no construct.
    E0101 = "E0101.md";
    /// A file that is not UTF-8 text.
    E0102 = "E0102.md";
    /// An invisible character.
    E0103 = "E0103.md";
    /// A date that does not exist.
    E0104 = "E0104.md";
    /// Full-width letters or digits.
    E0105 = "E0105.md";
    /// Brackets nested too deep.
    E0106 = "E0106.md";
    /// A bracket without its partner.
    E0107 = "E0107.md";
    /// A number too long.
    E0108 = "E0108.md";
    /// A quoted text that is not closed.
    E0109 = "E0109.md";
    /// A construct that is not built yet.
    E0110 = "E0110.md";
    /// Words run together.
    E0111 = "E0111.md";
    /// A file too large.
    E0112 = "E0112.md";
    /// A field that the record does not have.
    E0201 = "E0201.md";
    /// A name that nothing declares.
    E0202 = "E0202.md";
    /// A name declared twice.
    E0203 = "E0203.md";
    /// Several fields could name the member.
    E0204 = "E0204.md";
    /// No field names the member.
    E0205 = "E0205.md";
    /// A code that its catalog does not have.
    E0206 = "E0206.md";
    /// A word that means two things.
    E0207 = "E0207.md";
    /// A neighbour of no sequence.
    E0208 = "E0208.md";
    /// A day for what does not change with time.
    E0210 = "E0210.md";
    /// A file that cannot be read.
    E0211 = "E0211.md";
    /// An import that leaves the policy folder.
    E0212 = "E0212.md";
    /// A value of the wrong type.
    E0301 = "E0301.md";
    /// The wrong unit, or not a whole number.
    E0302 = "E0302.md";
    /// A catalog too long.
    E0303 = "E0303.md";
    /// An order where there is none.
    E0304 = "E0304.md";
    /// Not a constant.
    E0305 = "E0305.md";
    /// A table row of the wrong length.
    E0306 = "E0306.md";
    /// Two table rows for one class.
    E0307 = "E0307.md";
    /// An empty range.
    E0308 = "E0308.md";
    /// A gap in a table.
    E0309 = "E0309.md";
    /// A validity that ends before it begins.
    E0401 = "E0401.md";
    /// Records without a date in a window.
    E0402 = "E0402.md";
    /// Values of a parameter out of order.
    E0403 = "E0403.md";
    /// A day of no period.
    E0404 = "E0404.md";
    /// Policies of different zones.
    E0405 = "E0405.md";
    /// A circle of declarations.
    E0501 = "E0501.md";
    /// Definitions too deep or too large.
    E0502 = "E0502.md";
    /// A verdict of a rule on something the rule is not about.
    E0503 = "E0503.md";
    /// A stage that no way leads to.
    E0511 = "E0511.md";
    /// A loop of stages in which no time need pass.
    E0512 = "E0512.md";
    /// A stage that does not say what follows.
    E0513 = "E0513.md";
    /// A path that never ends.
    E0514 = "E0514.md";
    /// A stage that can never be met.
    E0515 = "E0515.md";
    /// A number or rule without citation.
    E0601 = "E0601.md";
    /// A field that does not belong.
    E0602 = "E0602.md";
    /// Something missing from a declaration.
    E0603 = "E0603.md";
    /// Something written twice.
    E0604 = "E0604.md";
    /// A second policy in one set of files.
    E0605 = "E0605.md";
    /// A measure that does not fit its window.
    E0606 = "E0606.md";
    /// A deadline without an act.
    E0607 = "E0607.md";
    /// A key that cannot identify a record.
    E0608 = "E0608.md";

    /// A manifest that cannot be read.
    E1001 = "E1001.md";
    /// An unknown key of the manifest.
    E1002 = "E1002.md";
    /// A part of the manifest that lacks something or has another form.
    E1003 = "E1003.md";
    /// A record that no file can feed.
    E1004 = "E1004.md";
    /// A field the record does not have.
    E1005 = "E1005.md";
    /// A needed field without a column.
    E1006 = "E1006.md";
    /// A column that is not there, or is there several times.
    E1007 = "E1007.md";
    /// A data horizon that is no interval.
    E1008 = "E1008.md";
    /// A calendar that is not there.
    E1009 = "E1009.md";
    /// A source that cannot be read yet.
    E1010 = "E1010.md";
    /// A setting that does not fit.
    E1011 = "E1011.md";

    /// A file that cannot be read.
    E1101 = "E1101.md";
    /// Bytes that are not of the encoding.
    E1102 = "E1102.md";
    /// A file that is no text table.
    E1103 = "E1103.md";
    /// A file without headings.
    E1104 = "E1104.md";
    /// A file beyond a limit.
    E1105 = "E1105.md";
    /// More rows with bad cells than allowed.
    E1106 = "E1106.md";
    /// A quote in a data file that is not closed.
    E1107 = "E1107.md";

    /// A declaration that nothing uses.
    W0201 = "W0201.md";
    /// Codes without a row in a table.
    W0309 = "W0309.md";
    /// A condition that never or always holds.
    W0310 = "W0310.md";
    /// A limit of few days without a counting profile.
    W0401 = "W0401.md";
    /// A choice about partial windows not made.
    W0402 = "W0402.md";
    /// A number without a value for some days.
    W0403 = "W0403.md";
    /// A validity that its policy cuts.
    W0404 = "W0404.md";
    /// A number without citation.
    W0601 = "W0601.md";
    /// An open word without an assumption.
    W0602 = "W0602.md";

    /// A data horizon that is not declared.
    W1001 = "W1001.md";
    /// A heading like a field that is not read.
    W1002 = "W1002.md";

    /// Cells that cannot be read.
    W1101 = "W1101.md";
    /// Empty cells where a value is needed.
    W1102 = "W1102.md";
    /// References to no record.
    W1103 = "W1103.md";
    /// Rows with too few or too many cells.
    W1104 = "W1104.md";
    /// A file without rows.
    W1105 = "W1105.md";
    /// Rows that contradict each other.
    W1106 = "W1106.md";
    /// A guessed encoding.
    W1107 = "W1107.md";
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn each_code_has_a_page_that_begins_with_it() {
        for code in Code::ALL {
            let heading = code.page().lines().next().unwrap_or("");
            let title = heading.strip_prefix(&format!("# {code} "));
            assert!(title.is_some_and(|title| !title.is_empty()), "{code}: {heading}");
        }
    }

    #[test]
    fn pages_on_syntax_are_complete() {
        for code in Code::ALL.iter().filter(|code| code.as_str().starts_with("E01")) {
            let page = code.page();
            assert!(page.lines().next().is_some_and(|heading| heading.contains(" · ")), "{code} in both tongues");
            for part in ["**What it means.** ", "**Example.**\n```text\n", "**Write instead.** "] {
                assert_eq!(page.matches(part).count(), 1, "{code}: {part}");
            }
        }
    }
}
