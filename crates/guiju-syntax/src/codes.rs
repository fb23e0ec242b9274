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
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
