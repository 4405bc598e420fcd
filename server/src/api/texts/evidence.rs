//! The sentences of what refuses evidence.

use super::both;
use crate::domain::evidence::EvidenceRefusal;

/// The sentence in Chinese and in English.
pub(super) fn sentences(refusal: &EvidenceRefusal) -> (String, String) {
    match refusal {
        EvidenceRefusal::TooLarge { max_bytes } => (
            format!("文件超过大小限制 {max_bytes} 字节"),
            format!("The file is larger than the limit of {max_bytes} bytes"),
        ),
        EvidenceRefusal::TypeRefused { found } => (
            format!("文件内容（{found}）与所填类型不符，或不是可接收的类型"),
            format!("The file's content ({found}) is not what was announced, or is not taken"),
        ),
        EvidenceRefusal::Mismatch { field } => (
            format!("收到的文件与所填的 {field} 不符"),
            format!("The bytes that came do not have the {field} announced"),
        ),
        EvidenceRefusal::InUse { .. } => {
            both("该文件仍被使用，不能删除", "Something rests on the file; it cannot be deleted")
        }
    }
}
