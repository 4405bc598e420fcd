//! The sentences of what refuses cases and tasks.

use super::both;
use crate::domain::case::CaseRefusal;

/// The sentence in Chinese and in English.
pub(super) fn sentences(refusal: &CaseRefusal) -> (String, String) {
    match refusal {
        CaseRefusal::ProxyNotAllowed { service_item_id } => (
            format!("事项 {service_item_id} 不能以所述理由代办，须本人办理或另附代办理由"),
            format!("{service_item_id} may not be done by a proxy on these grounds"),
        ),
        CaseRefusal::MaterialMissing { material } => {
            (format!("缺少材料：{material}"), format!("Material is missing: {material}"))
        }
        CaseRefusal::PrerequisiteOpen { case_id } => (
            format!("须先办结准予的案件 {case_id}"),
            format!("The case {case_id} must be granted first"),
        ),
        CaseRefusal::NoticeGiven => {
            both("一次性告知只能作一次", "The notice of missing material was given already")
        }
        CaseRefusal::NothingMissing => both("材料齐全，无需告知", "No material is missing"),
        CaseRefusal::ExtensionNotAllowed => {
            both("法律未规定该事项可以延长", "The law allows no extension of these items")
        }
        CaseRefusal::ExtensionUsed => both(
            "延长只能一次，已申请或已批准",
            "There is one extension, and it is asked for or used",
        ),
        CaseRefusal::NoRequest => {
            both("没有待审批的申请", "Nobody asked for what is to be decided")
        }
        CaseRefusal::SelfApproval => {
            both("不能审批自己提出的申请", "Nobody approves his own request")
        }
        CaseRefusal::TaskDependencyOpen { service_item_id } => (
            format!("须先作出决定的事项：{service_item_id}"),
            format!("{service_item_id} must be decided first"),
        ),
        CaseRefusal::JointRefused => both(
            "联办件已有事项不予许可，本事项只能不予许可",
            "A refusal has ended the joint case; this task can only be refused",
        ),
        CaseRefusal::ReturnForbidden => {
            both("指定承办部门不得再退回", "The department was appointed and may not return it")
        }
        CaseRefusal::AppointmentByLead => {
            both("多次退回后须由值班长指定承办部门", "After so many returns the duty lead appoints")
        }
    }
}
