//! What was judged, as of when, and on which data.

use super::{
    data,
    page::{BOLD, PLAIN, Page},
    voice::Voice,
};
use crate::words::tell;

pub(super) fn write(page: &mut Page, voice: &Voice<'_>) {
    let (evaluation, tongue) = (voice.evaluation, voice.tongue);
    for (index, policy) in evaluation.policies.iter().enumerate() {
        let title = policy.title.in_tongue(tongue);
        let id = policy.name.in_tongue(tongue);
        page.paragraph(0, BOLD, &tell!(tongue, "{title} ({id})", "{title}（{id}）"));
        if voice.force_is_unknown(index) {
            let unknown = tongue.pick(
                "in force since an unknown date: judged as in force throughout",
                "原文未写明自何日起施行：按一直施行评定",
            );
            page.paragraph(2, PLAIN, unknown);
        }
    }
    let as_of = evaluation.as_of;
    let mut dates = tell!(tongue, "as of {as_of}", "基准日：{as_of}");
    if let Some(known_by) = evaluation.known_by {
        dates += &tell!(tongue, ", on what was entered by {known_by}", "，仅计最迟{known_by}录入的记录");
    }
    page.paragraph(0, PLAIN, &dates);
    data::write(page, voice);
}
