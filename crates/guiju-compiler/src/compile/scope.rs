//! Which names a file sees: its own and those of the files it imports.
//!
//! In: what each file declares, by spelling. Out: a [`Scope`] a file, and the answer to "what does this word
//! stand for here?". Two declarations of one word are a fault only where some file sees both.

use std::collections::{BTreeMap, BTreeSet};

use guiju_syntax::{Code, Diagnostic, FileId, Message, Span, ast};

use super::{Compiler, Symbol, fault};
use crate::schema::RecordId;

/// The names visible in one file.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    /// By spelling.
    pub(super) words: BTreeMap<String, (Symbol, Span)>,
    /// Definitions, measures and grades by record and spelling: two records may define the same word.
    pub(super) defines: BTreeMap<(RecordId, String), (Symbol, Span)>,
    /// Words on lines that the parser could not read: what they were to declare is not known.
    pub(super) lost: BTreeSet<String>,
    /// Whether a file it imports could not be read, so that any name might have been declared there.
    pub(super) gaps: bool,
}

impl Compiler<'_> {
    /// Merges what each file declares with what the files it imports declare.
    pub(super) fn build_scopes(&mut self, own: &[Scope]) {
        for (index, module) in self.modules.list.iter().enumerate() {
            let mut scope = Scope::default();
            for visible in self.modules.closure(index) {
                let other = &own[visible];
                for (word, found) in &other.words {
                    match scope.words.get(word) {
                        Some(first) if first.1 != found.1 => self.duplicate(word, found.1, first.1),
                        _ => {
                            scope.words.insert(word.clone(), *found);
                        }
                    }
                }
                scope.lost.extend(other.lost.iter().cloned());
                scope.gaps |= self.modules.list[visible].unreadable_import;
            }
            self.scopes.insert(module.id, scope);
        }
        self.place_defines();
    }

    /// Puts every definition, measure and grade under its record in each file that sees it.
    fn place_defines(&mut self) {
        let mut words: BTreeMap<FileId, Vec<(RecordId, &ast::Ident, Symbol)>> = BTreeMap::new();
        let mut orphans = Vec::new();
        let defines = self.defines.iter().enumerate().map(|(n, d)| (Symbol::Define(n), &d.tree.name, &d.tree.of));
        let measures = self.pending.measures.iter().enumerate();
        let measures = measures.map(|(n, m)| (Symbol::Metric(crate::hir::MetricId(n)), &m.name, &m.of));
        let grades = self.pending.grades.iter().enumerate().map(|(n, g)| (Symbol::Grade(n), &g.name, &g.of));
        let whose = |of: &ast::Ident| (of.span.file, self.find(of).and_then(Self::as_record));
        let named = defines.chain(measures).chain(grades).map(|(symbol, name, of)| (symbol, name, whose(of)));
        let histories = self.histories.iter().enumerate();
        let histories = histories.map(|(n, h)| (Symbol::History(n), &h.tree.name, (h.tree.span.file, Some(h.of))));
        for (symbol, name, (file, of)) in named.chain(histories) {
            let spellings = [Some(&name.ident), name.aka.as_ref()].into_iter().flatten();
            match of {
                Some(record) => words.entry(file).or_default().extend(spellings.map(|w| (record, w, symbol))),
                // Its record is reported as unknown; that it is not found as a member is no second fault.
                None => orphans.extend(spellings.map(|w| (w.span.file, w.text.clone()))),
            }
        }
        for (index, module) in self.modules.list.iter().enumerate() {
            let Some(mut scope) = self.scopes.remove(&module.id) else { continue };
            for visible in self.modules.closure(index) {
                let file = self.modules.list[visible].id;
                scope.lost.extend(orphans.iter().filter(|(f, _)| *f == file).map(|(_, word)| word.clone()));
                for (record, word, define) in words.get(&file).into_iter().flatten() {
                    match scope.defines.get(&(*record, word.text.clone())) {
                        Some((_, first)) if *first != word.span => self.duplicate(&word.text, word.span, *first),
                        _ => {
                            scope.defines.insert((*record, word.text.clone()), (*define, word.span));
                        }
                    }
                }
            }
            self.scopes.insert(module.id, scope);
        }
    }

    /// Reports two declarations of one word, the same way round from whichever file they are seen.
    pub(super) fn duplicate(&mut self, word: &str, one: Span, other: Span) {
        // Of two files the importing one is read first: it is the one to change.
        let (first, second) = if (one < other) == (one.file == other.file) { (one, other) } else { (other, one) };
        self.diagnostics.push(
            Diagnostic::error(
                Code::E0203,
                second,
                Message::new(format!("`{word}` is declared twice"), format!("`{word}` 重复声明")),
                Message::new("declared again here", "在此再次声明"),
            )
            .also(first, Message::new("first declared here", "首次声明在此"))
            .help(Message::new("give one of them another name", "给其中一个换个名称")),
        );
    }

    /// Finds a declared name in the scope of the file it is used in.
    pub(super) fn find(&self, ident: &ast::Ident) -> Option<Symbol> {
        self.scopes.get(&ident.span.file)?.words.get(&ident.text).map(|(symbol, _)| *symbol)
    }

    /// The names of one kind that a file sees.
    pub(super) fn visible(&self, file: FileId, pick: impl Fn(Symbol) -> bool) -> Vec<String> {
        let Some(scope) = self.scopes.get(&file) else { return Vec::new() };
        scope.words.iter().filter(|(_, (symbol, _))| pick(*symbol)).map(|(word, _)| word.clone()).collect()
    }

    /// Finds a declared name of one kind, or reports that there is none.
    pub(super) fn expect<T>(
        &mut self,
        ident: &ast::Ident,
        what: fault::Noun,
        pick: impl Fn(Symbol) -> Option<T>,
    ) -> Option<T> {
        let symbol = self.find(ident);
        if let Some((symbol, found)) = symbol.and_then(|symbol| Some((symbol, pick(symbol)?))) {
            let name = self.name_of(symbol).clone();
            self.bind(ident, &name);
            return Some(found);
        }
        if !self.is_lost(ident) {
            let candidates = self.visible(ident.span.file, |symbol| pick(symbol).is_some());
            let diagnostic = fault::unknown(ident, what, &candidates);
            let diagnostic = match (symbol, self.import_for(ident, &pick)) {
                (Some(symbol), _) => self.other_kind(diagnostic, ident, symbol),
                (None, Some(file)) => fault::unimported(diagnostic, &file),
                (None, None) => diagnostic,
            };
            self.diagnostics.push(diagnostic);
        }
        None
    }

    /// Tells what a word of the wrong kind stands for.
    fn other_kind(&self, diagnostic: Diagnostic, ident: &ast::Ident, symbol: Symbol) -> Diagnostic {
        let (en, zh) = fault::noun_of(symbol, &self.program.schema);
        let declared = self.scopes.get(&ident.span.file).and_then(|scope| scope.words.get(&ident.text));
        match declared {
            Some((_, span)) => diagnostic.also(*span, Message::new(format!("it is a {en}"), format!("它是{zh}"))),
            None => diagnostic,
        }
    }

    /// The path, from the folder of the file a word stands in, of another file that declares it.
    fn import_for<T>(&self, ident: &ast::Ident, pick: &impl Fn(Symbol) -> Option<T>) -> Option<String> {
        self.modules.list.iter().find_map(|module| {
            let (symbol, declared) = self.scopes.get(&module.id)?.words.get(&ident.text)?;
            pick(*symbol)?;
            // Files of another folder handed in by the shell cannot be imported.
            let (to, from) = (declared.file, ident.span.file);
            let (to, from) = (self.modules.of_file(to)?, self.modules.of_file(from)?);
            (to.folder == from.folder).then(|| relative(&from.path, &to.path))
        })
    }
}

/// The path `to` as written in a file at `from`, both relative to one folder.
fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let folders = from.len().saturating_sub(1);
    let shared = from.iter().take(folders).zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; folders - shared];
    parts.extend(to.iter().skip(shared));
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_lead_from_one_file_to_the_other() {
        assert_eq!(relative("a.guiju", "b.guiju"), "b.guiju");
        assert_eq!(relative("city/a.guiju", "common/b.guiju"), "../common/b.guiju");
        assert_eq!(relative("city/a.guiju", "city/b.guiju"), "b.guiju");
        assert_eq!(relative("a.guiju", "city/b.guiju"), "city/b.guiju");
    }
}
