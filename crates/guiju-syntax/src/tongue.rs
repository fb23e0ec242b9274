//! The two tongues of keywords, names and messages.

/// English or Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tongue {
    /// English keywords and messages.
    #[default]
    En,
    /// Chinese keywords and messages.
    Zh,
}

impl Tongue {
    /// Picks the text for this tongue.
    #[must_use]
    pub const fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }
}
