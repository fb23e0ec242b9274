//! Where boxes and arrows go: a layered drawing, from the top down.
//!
//! In: the sizes of boxes and the arrows between them. Out: places. Each box stands a layer below the boxes that lead
//! to it; arrows that lead back are turned round for that. An arrow that spans several layers gets a place in each,
//! so that it runs past boxes, not through them; within a layer everything is put near the middle of what it hangs from.

use std::collections::{BTreeMap, BTreeSet};

/// Between boxes of a layer, and between layers.
const GAP: usize = 40;
const LAYER_GAP: usize = 56;
/// The room an arrow takes in a layer it passes.
const LANE: usize = 24;
/// How often the layers are put in order.
const ROUNDS: usize = 4;

/// A box: its left upper corner and its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
}

/// A finished layout.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) boxes: Vec<Place>,
    /// The points an arrow goes through, from the edge of its first box to that of its last.
    pub(super) arrows: Vec<Vec<(usize, usize)>>,
}

/// Lays out boxes of these sizes and the arrows between them; the first box stands on top.
pub(super) fn layout(sizes: &[(usize, usize)], arrows: &[(usize, usize)]) -> Layout {
    let back = turned(sizes.len(), arrows);
    let layer = layers(sizes.len(), arrows, &back);
    let n_layers = layer.iter().max().map_or(0, |top| top + 1);
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); n_layers];
    for (n, layer) in layer.iter().enumerate() {
        rows[*layer].push(n);
    }
    // What stands in the rows: the boxes, then a lane for each layer an arrow passes.
    let mut widths: Vec<usize> = sizes.iter().map(|(width, _)| *width).collect();
    let mut above: Vec<Vec<usize>> = vec![Vec::new(); sizes.len()];
    let mut chains: Vec<Vec<usize>> = Vec::new();
    for (n, (from, to)) in arrows.iter().enumerate() {
        let (top, bottom) = if back.contains(&n) { (*to, *from) } else { (*from, *to) };
        let mut chain = vec![top];
        for row in rows.iter_mut().take(layer[bottom]).skip(layer[top] + 1) {
            let lane = widths.len();
            widths.push(LANE);
            above.push(chain.last().copied().into_iter().collect());
            row.push(lane);
            chain.push(lane);
        }
        if top != bottom {
            above[bottom].extend(chain.last().copied());
        }
        chain.push(bottom);
        if back.contains(&n) {
            chain.reverse();
        }
        chains.push(chain);
    }
    for _ in 0..ROUNDS {
        put_in_order(&mut rows, &above);
    }
    place(sizes, &widths, &rows, &chains, arrows)
}

/// The arrows that lead back to a box they come from, found by going through them from each box in turn.
fn turned(n_boxes: usize, arrows: &[(usize, usize)]) -> BTreeSet<usize> {
    let mut back = BTreeSet::new();
    let (mut seen, mut open) = (BTreeSet::new(), BTreeSet::new());
    for start in 0..n_boxes {
        // A box and the arrow of it that is to be followed next.
        let mut way = vec![(start, 0)];
        while let Some((at, next)) = way.pop() {
            if next == 0 && !seen.insert(at) {
                continue;
            }
            open.insert(at);
            match arrows.iter().enumerate().skip(next).find(|(_, (from, _))| *from == at) {
                Some((n, (_, to))) => {
                    way.push((at, n + 1));
                    if open.contains(to) {
                        back.insert(n);
                    } else if !seen.contains(to) {
                        way.push((*to, 0));
                    }
                }
                None => {
                    open.remove(&at);
                }
            }
        }
    }
    back
}

/// The layer of each box: one below the lowest of those that lead to it.
fn layers(n_boxes: usize, arrows: &[(usize, usize)], back: &BTreeSet<usize>) -> Vec<usize> {
    let mut layer = vec![0; n_boxes];
    // Without circles the longest way has fewer arrows than there are boxes.
    for _ in 0..n_boxes {
        for (n, (from, to)) in arrows.iter().enumerate() {
            if !back.contains(&n) && from != to {
                layer[*to] = layer[*to].max(layer[*from] + 1);
            }
        }
    }
    layer
}

/// Puts each row in the order of what its members hang from; those that hang from nothing keep their place.
fn put_in_order(rows: &mut [Vec<usize>], above: &[Vec<usize>]) {
    let mut at: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        let middle = |n: &usize, own: usize| {
            let places: Vec<usize> = above[*n].iter().filter_map(|n| at.get(n).copied()).collect();
            match places.len() {
                0 => own * 1000,
                several => places.iter().sum::<usize>() * 1000 / several,
            }
        };
        let mut order: Vec<(usize, usize)> = row.iter().enumerate().map(|(own, n)| (middle(n, own), *n)).collect();
        order.sort_by_key(|(middle, _)| *middle);
        *row = order.into_iter().map(|(_, n)| n).collect();
        at.extend(row.iter().enumerate().map(|(place, n)| (*n, place)));
    }
}

/// Gives everything its place; each row stands in the middle of the page.
fn place(
    sizes: &[(usize, usize)],
    widths: &[usize],
    rows: &[Vec<usize>],
    chains: &[Vec<usize>],
    arrows: &[(usize, usize)],
) -> Layout {
    let row_width =
        |row: &Vec<usize>| row.iter().map(|n| widths[*n]).sum::<usize>() + GAP * row.len().saturating_sub(1);
    let loops = arrows.iter().any(|(from, to)| from == to);
    let width = rows.iter().map(row_width).max().unwrap_or(0) + 2 * GAP + if loops { GAP } else { 0 };
    let mut places = vec![Place::default(); widths.len()];
    let mut y = GAP;
    for row in rows {
        let height = row.iter().filter_map(|n| sizes.get(*n)).map(|(_, height)| *height).max().unwrap_or(0);
        let mut x = (width - row_width(row)) / 2;
        for n in row {
            let own = sizes.get(*n).map_or(height, |(_, height)| *height);
            places[*n] = Place { x, y, width: widths[*n], height: own };
            x += widths[*n] + GAP;
        }
        y += height + LAYER_GAP;
    }
    let mut layout = Layout { width, height: y - LAYER_GAP + GAP, ..Layout::default() };
    for (n, chain) in chains.iter().enumerate() {
        layout.arrows.push(points(n, chain, arrows, &places, sizes.len()));
    }
    places.truncate(sizes.len());
    layout.boxes = places;
    layout
}

/// The points of an arrow: out of its box, through its lanes, into the other box.
fn points(
    n: usize,
    chain: &[usize],
    arrows: &[(usize, usize)],
    places: &[Place],
    n_boxes: usize,
) -> Vec<(usize, usize)> {
    let (from, to) = arrows[n];
    let start = places[from];
    if from == to {
        let (right, middle) = (start.x + start.width, start.y + start.height / 2);
        return vec![(right, middle - 10), (right + GAP / 2, middle), (right, middle + 10)];
    }
    // Arrows of one box leave it, and come to it, side by side.
    let port = |place: Place, at: usize, fits: &dyn Fn(&(usize, usize)) -> bool| {
        let all = arrows.iter().filter(|arrow| fits(arrow)).count();
        let own = arrows.iter().take(n).filter(|arrow| fits(arrow)).count();
        (place.x + place.width * (own + 1) / (all + 1), at)
    };
    let end = places[to];
    let down = start.y < end.y;
    let (out, into) = if down { (start.y + start.height, end.y) } else { (start.y, end.y + end.height) };
    let mut points = vec![port(start, out, &|(other, _)| *other == from)];
    for lane in chain.iter().filter(|lane| **lane >= n_boxes) {
        let place = places[*lane];
        let middle = place.x + place.width / 2;
        let (first, last) = (place.y, place.y + place.height);
        points.extend(if down { [(middle, first), (middle, last)] } else { [(middle, last), (middle, first)] });
    }
    points.push(port(end, into, &|(_, other)| *other == to));
    points
}
