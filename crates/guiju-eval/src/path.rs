//! `path`: what follows when something is not done.
//!
//! Each stage is judged by the kernel of the deadline it is ([`asked`]). The first stage of every record comes first;
//! its verdicts say which records reach which stage next, and when its clock starts ([`course`]), until no stage is
//! left to judge. A stage returns or climbs levels in [`runs`]; what ends a path is in [`stop`], acts of stages that
//! turn out not to be owed in [`withdrawn`].

mod asked;
mod course;
mod runs;
mod stop;
mod withdrawn;

use guiju_compiler::{RecordId, hir::Path};

use crate::{
    EvalError, deadline,
    kernel::{Base, Kernel},
    values::Tri,
    verdict::Verdict,
    world::World,
};
use asked::Alternative;
use course::Course;
use stop::StopAt;

pub(crate) fn kernel<'a>(
    world: &World<'a>,
    base: Base<'a>,
    path: &'a Path,
) -> Result<Box<dyn Kernel<'a> + 'a>, EvalError> {
    let mut stages = Vec::new();
    for stage in &path.stages {
        let mut alternatives = Vec::new();
        for (n, duty) in stage.duties.iter().enumerate() {
            let of_act = stage.levels.as_ref().and_then(|levels| levels.of_act.get(n));
            alternatives.push(Alternative::new(deadline::build(world, base.clone(), duty)?, duty, of_act));
        }
        stages.push(alternatives);
    }
    Ok(Box::new(PathKernel { base, path, stages }))
}

struct PathKernel<'a> {
    base: Base<'a>,
    path: &'a Path,
    /// The deadlines of each stage: one for each act that is enough.
    stages: Vec<Vec<Alternative<'a>>>,
}

/// A record that goes the path.
struct Instance {
    row: u32,
    /// Whether the record calls for the path at all.
    fits: Tri,
    /// When the path stops, where a date or a condition says so.
    stop: StopAt,
}

impl<'a> Kernel<'a> for PathKernel<'a> {
    fn reads(&self) -> Vec<RecordId> {
        let mut reads: Vec<RecordId> = self.stages.iter().flatten().flat_map(Alternative::reads).collect();
        reads.sort_unstable();
        reads.dedup();
        reads
    }

    fn scan(&mut self, world: &World<'a>, record: RecordId, rows: std::ops::Range<usize>) {
        for (n, alternatives) in self.stages.iter_mut().enumerate() {
            for (m, alternative) in alternatives.iter_mut().enumerate() {
                // Which records go the path is asked once, of the first stage.
                alternative.scan(world, record, rows.clone(), n == 0 && m == 0 && record == self.path.record);
            }
        }
    }

    fn settle(&mut self, world: &World<'a>) -> Result<Vec<Verdict>, EvalError> {
        let roots = self.stages.first_mut().and_then(|stage| stage.first_mut()).map(Alternative::take_duties);
        let roots = roots.unwrap_or_default();
        let rows: Vec<u32> = roots.iter().map(|duty| duty.row).collect();
        let stops = self.stops(world, &rows);
        let instances: Vec<Instance> =
            roots.iter().zip(stops).map(|(duty, stop)| Instance { row: duty.row, fits: duty.fits, stop }).collect();
        let mut course = Course::new(&instances, self.path);
        while let Some((stage, reached)) = course.next() {
            self.run(world, &mut course, stage, reached)?;
        }
        course.compensate();
        self.withdrawn(world, &mut course)?;
        Ok(course.verdicts())
    }
}
