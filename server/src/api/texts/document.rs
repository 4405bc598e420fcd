//! The sentences of what refuses documents and their custody.

use super::both;
use crate::{
    api::fields::local_text,
    domain::document::{CustodyHolder, DocumentRefusal},
};

/// The sentence in Chinese and in English.
pub(super) fn sentences(refusal: &DocumentRefusal) -> (String, String) {
    match refusal {
        DocumentRefusal::NotAPassport => {
            both("只登记护照的保管去向", "Only the custody of passports is recorded")
        }
        DocumentRefusal::CustodyUnchanged { holder, since } => {
            let (zh, en) = hands(*holder);
            match since {
                Some(since) => {
                    let since = local_text(*since);
                    let told = format!("The passport is with {en} already, since {since}");
                    (format!("护照自 {since} 起已在{zh}"), told)
                }
                None => (format!("护照本就在{zh}"), format!("The passport is with {en} already")),
            }
        }
        DocumentRefusal::ReceiptOfCase => both(
            "办件的受理回执随办件变化，不能手工修改",
            "The receipt of a case follows its case and is not changed by hand",
        ),
    }
}

fn hands(holder: CustodyHolder) -> (&'static str, &'static str) {
    match holder {
        CustodyHolder::Holder => ("持有人本人处", "its holder"),
        CustodyHolder::Centre => ("中心", "the centre"),
        CustodyHolder::Department => ("该部门", "that department"),
        CustodyHolder::Courier => ("快递途中", "the courier"),
    }
}
