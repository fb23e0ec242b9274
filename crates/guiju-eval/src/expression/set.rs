//! Sets: what an element, a subset, an overlap is.

use guiju_compiler::hir::Expr;

use crate::{
    frame::Frame,
    values::{Tri, Values},
    world::World,
};

impl<'a> World<'a> {
    /// Whether a set holds all (or any) of some elements; an element may itself be a set.
    pub(super) fn has(&self, set: &'a Expr, elements: &'a [Expr], all: bool, frame: &Frame<'a>) -> Values<'a> {
        let set = self.eval(set, frame);
        let elements: Vec<Values<'a>> = elements.iter().map(|e| self.eval(e, frame)).collect();
        let holds = |i: usize| {
            let Some(set) = set.keys(i) else { return Tri::Unknown };
            let mut result = if all { Tri::Yes } else { Tri::No };
            for element in &elements {
                let found = match element.keys(i) {
                    None => Tri::Unknown,
                    Some(keys) if all => Tri::from_option(Some(keys.iter().all(|k| set.contains(k)))),
                    Some(keys) => Tri::from_option(Some(keys.iter().any(|k| set.contains(k)))),
                };
                result = if all { result.and(found) } else { result.or(found) };
            }
            result
        };
        Values::Tri((0..frame.len).map(holds).collect())
    }
}
