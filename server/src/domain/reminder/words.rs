//! What a document and the centre are called in the languages of the shipped templates.

use crate::domain::document::DocumentKind;

/// The language of a tag, among those that have words; English where it has none.
fn among<'a>(language: &str, [zh, en, ja, ko]: [&'a str; 4]) -> &'a str {
    match language.split(['-', '_']).next().unwrap_or_default() {
        "zh" => zh,
        "ja" => ja,
        "ko" => ko,
        _ => en,
    }
}

/// What a kind of document is called.
#[must_use]
pub fn document_word(kind: DocumentKind, language: &str) -> &'static str {
    among(
        language,
        match kind {
            DocumentKind::Passport => ["护照", "passport", "旅券", "여권"],
            DocumentKind::Visa => ["签证", "visa", "査証", "비자"],
            DocumentKind::ResidencePermit => {
                ["居留证件", "residence permit", "居留許可", "거류허가증"]
            }
            DocumentKind::StayPermit => ["停留证件", "stay permit", "停留許可", "체류허가증"],
            DocumentKind::WorkPermit => ["工作许可证", "work permit", "就業許可証", "취업허가증"],
            DocumentKind::PermanentResidenceCard => {
                ["永久居留身份证", "permanent residence card", "永久居留身分証", "영구거류신분증"]
            }
            DocumentKind::Receipt => ["受理回执", "receipt", "受理証", "접수증"],
        },
    )
}

/// What the centre is called.
#[must_use]
pub fn centre_word(language: &str) -> &'static str {
    let words = [
        "涉外管理服务中心",
        "Foreign Resident Service Centre",
        "外国人サービスセンター",
        "외국인 서비스 센터",
    ];
    among(language, words)
}
