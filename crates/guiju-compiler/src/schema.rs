//! What a record looks like: the part of a policy that the data loader needs.
//!
//! In: resolved `record` and `catalog` declarations. Out: a [`Schema`] whose indices
//! ([`RecordId`], [`FieldId`], [`CatalogId`]) name tables and columns everywhere after the compiler.
//! Derived records (`event`) have an entry too, so that rules read them like any other;
//! their rows are made by the evaluator, never loaded.

use guiju_calendar::Zone;

/// Index of a record kind in [`Schema::records`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(pub usize);

/// Index of a field in [`Record::fields`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(pub usize);

/// Index of a closed list in [`Schema::catalogs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CatalogId(pub usize);

/// A declared name with its spelling in both tongues.
///
/// `id` is what machine outputs print: the ASCII spelling where there is one, so that the
/// Chinese and the English form of a policy give the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Name {
    /// The stable spelling used in JSON, CSV and on the command line.
    pub id: String,
    /// The other spelling (`aka` / `又称`), if declared.
    pub alias: Option<String>,
}

impl Name {
    /// Returns whether `word` is one of the two spellings.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        self.id == word || self.alias.as_deref() == Some(word)
    }

    /// Returns the spelling that fits a reader of `tongue`.
    #[must_use]
    pub fn in_tongue(&self, tongue: guiju_syntax::Tongue) -> &str {
        let chinese = |s: &str| !s.is_ascii();
        match &self.alias {
            Some(alias)
                if chinese(alias) == (tongue == guiju_syntax::Tongue::Zh) && chinese(alias) != chinese(&self.id) =>
            {
                alias
            }
            _ => &self.id,
        }
    }
}

/// All record kinds and closed lists of a policy set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schema {
    /// Record kinds, loaded and derived, in order of declaration.
    pub records: Vec<Record>,
    /// Closed lists, in order of declaration.
    pub catalogs: Vec<Catalog>,
    /// The zone of the policies: on which day an instant falls.
    pub zone: Zone,
}

impl Schema {
    /// Returns the record kind of an index handed out by the compiler.
    #[must_use]
    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[id.0]
    }

    /// Returns the closed list of an index handed out by the compiler.
    #[must_use]
    pub fn catalog(&self, id: CatalogId) -> &Catalog {
        &self.catalogs[id.0]
    }

    /// Returns the record kind of this spelling, in either tongue.
    #[must_use]
    pub fn find_record(&self, word: &str) -> Option<RecordId> {
        self.records.iter().position(|r| r.name.is(word)).map(RecordId)
    }
}

/// A kind of record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its name, e.g. `visit` / `巡视`.
    pub name: Name,
    /// What makes two lines the same record.
    pub key: Key,
    /// Its fields, in order of declaration.
    pub fields: Vec<Field>,
    /// The time field (`at`): when the record happened. `None`: timeless, always seen.
    pub at: Option<FieldId>,
    /// When the record was entered (`known`), for `--known-by`.
    pub known: Option<FieldId>,
    /// Whether its rows are derived by an `event` rather than loaded.
    pub derived: bool,
}

impl Record {
    /// Returns the field of an index handed out by the compiler.
    #[must_use]
    pub fn field(&self, id: FieldId) -> &Field {
        &self.fields[id.0]
    }

    /// Returns the field of this spelling, in either tongue.
    #[must_use]
    pub fn find_field(&self, word: &str) -> Option<FieldId> {
        self.fields.iter().position(|f| f.name.is(word)).map(FieldId)
    }
}

/// What identifies a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// One or several fields; lines that agree on them are versions of one record.
    Fields(Vec<FieldId>),
    /// `key row`: every line counts, nothing collapses. The key printed is the line number.
    Row,
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// What its cells hold.
    pub ty: Type,
    /// Whether an empty cell is allowed (`?`).
    pub optional: bool,
    /// Whether it must stay out of public reports.
    pub confidential: bool,
}

/// The type of a field or of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// Free text, compared exactly after NFC normalisation.
    Text,
    /// An exact decimal with at most six fractional digits.
    Number,
    /// `yes` or `no`.
    YesNo,
    /// A civil date.
    Date,
    /// An instant; of some records only the day is known.
    Time,
    /// A length of time in calendar units, or in hours and minutes.
    Duration,
    /// One code of a closed list.
    Code(CatalogId),
    /// A reference to a record.
    Ref(RecordId),
    /// Several codes of a closed list.
    CodeSet(CatalogId),
    /// Several references.
    RefSet(RecordId),
    /// Several texts.
    TextSet,
}

/// A closed list: check items, grades, kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    /// Its name.
    pub name: Name,
    /// Whether its codes are ranked, lowest first.
    pub ordered: bool,
    /// Its codes, in order of declaration. At most [`Catalog::MAX_CODES`].
    pub codes: Vec<Code>,
}

impl Catalog {
    /// The largest number of codes of one catalog: item sets are 64-bit masks.
    pub const MAX_CODES: usize = 64;

    /// Returns the index of the code with this spelling or label.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<usize> {
        self.codes.iter().position(|c| c.name.is(word)).or_else(|| {
            self.codes.iter().position(|c| c.label.as_deref() == Some(word) || c.label_alias.as_deref() == Some(word))
        })
    }
}

/// One entry of a catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Its code.
    pub name: Name,
    /// What it stands for.
    pub label: Option<String>,
    /// The label in the other tongue.
    pub label_alias: Option<String>,
}
