//! Requests about documents as tests make them, and a client's short ways with them.

use super::{
    Centre, Client, Refused,
    make::{date, request_id},
};
use frsc_proto::v1;
use std::sync::atomic::{AtomicU32, Ordering};

/// A number that no other document of this process has.
pub fn number(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("{prefix}{:07}", 3_000_000 + NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A document of a kind, whose number is its own.
pub fn paper(kind: v1::DocumentKind, from: &str, until: &str) -> v1::NewDocument {
    let issuer = if kind == v1::DocumentKind::Passport { "JPN" } else { "嘉兴市公安局" };
    v1::NewDocument {
        kind: kind.into(),
        number: number("PD"),
        issuer: issuer.to_owned(),
        valid_from_date: Some(date(from)),
        expiry_date: Some(date(until)),
        ..Default::default()
    }
}

/// A Japanese passport through a day.
pub fn passport(until: &str) -> v1::NewDocument {
    paper(v1::DocumentKind::Passport, "2020-01-01", until)
}

/// A residence permit for work.
pub fn work_residence(from: &str, until: &str) -> v1::NewDocument {
    let purpose = v1::PermitPurpose::Work.into();
    v1::NewDocument { purpose, ..paper(v1::DocumentKind::ResidencePermit, from, until) }
}

/// The request that puts a document on record.
pub fn put(resident: &str, document: v1::NewDocument) -> v1::CreateDocumentRequest {
    v1::CreateDocumentRequest {
        request_id: request_id(),
        resident_id: resident.to_owned(),
        source: Some(v1::create_document_request::Source::Document(document)),
        validate_only: false,
    }
}

/// The end of a document before its time.
pub fn cancelling(of: &v1::Document) -> v1::CancelDocumentRequest {
    v1::CancelDocumentRequest {
        request_id: request_id(),
        document_id: of.document_id.clone(),
        etag: of.etag.clone(),
        reason: "handed back".to_owned(),
        ended_date: None,
    }
}

/// The request that hands a passport to somebody.
pub fn hand(to: v1::CustodyHolder, passport: &v1::Document) -> v1::RecordCustodyRequest {
    v1::RecordCustodyRequest {
        request_id: request_id(),
        document_id: passport.document_id.clone(),
        holder: to.into(),
        place: "safe 1".to_owned(),
        ..Default::default()
    }
}

/// The request for a whole number.
pub fn reveal_number(of: &v1::Document, case_id: &str) -> v1::RevealDocumentNumberRequest {
    v1::RevealDocumentNumberRequest {
        request_id: request_id(),
        document_id: of.document_id.clone(),
        purpose: v1::RevealPurpose::Application.into(),
        purpose_text: String::new(),
        case_id: case_id.to_owned(),
    }
}

impl Client {
    /// Puts a document on record.
    pub async fn puts(&self, resident: &str, document: v1::NewDocument) -> v1::Document {
        self.ok(put(resident, document)).await.document.expect("the document")
    }

    /// The document as it is.
    pub async fn document(&self, id: &str) -> v1::Document {
        let request = v1::GetDocumentRequest { document_id: id.to_owned() };
        self.ok(request).await.document.expect("the document")
    }

    /// All documents of somebody, live and ended.
    pub async fn documents_of(&self, resident: &str) -> Vec<v1::Document> {
        let request = v1::ListDocumentsRequest {
            resident_id: resident.to_owned(),
            statuses: (1..=7).collect(),
            ..Default::default()
        };
        self.ok(request).await.documents
    }

    /// How long somebody may stay.
    pub async fn stay(&self, resident: &str) -> v1::GetStayResponse {
        self.ok(v1::GetStayRequest { resident_id: resident.to_owned() }).await
    }

    /// Hands a passport to somebody.
    pub async fn hands(
        &self,
        to: v1::CustodyHolder,
        passport: &v1::Document,
    ) -> Result<v1::Document, Refused> {
        let answer = self.step_of(hand(to, passport)).await?;
        Ok(answer.document.expect("the passport"))
    }
}

impl Centre {
    /// A resident nobody else is; answers his id.
    pub async fn resident(&self) -> String {
        self.reached_at("", "ja").await
    }

    /// A resident nobody else is, with an electronic mail address and a language.
    pub async fn reached_at(&self, email: &str, language: &str) -> String {
        self.registers(email, language, "").await
    }

    /// A resident nobody else is, who is employed by an enterprise.
    pub async fn employed_by(&self, enterprise_id: &str) -> String {
        self.registers("", "ja", enterprise_id).await
    }

    async fn registers(&self, email: &str, language: &str, enterprise_id: &str) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let letters = [number / 26 % 26, number % 26].map(|n| char::from(b'A' + n as u8));
        let name = v1::ResidentName {
            kind: v1::NameKind::Latin.into(),
            surname: format!("HOLDER{}{}", letters[0], letters[1]),
            given_names: "OF PAPERS".to_owned(),
            until_date: None,
        };
        let resident = v1::Resident {
            person_type: v1::PersonType::Foreigner.into(),
            names: vec![name],
            sex: v1::ResidentSex::Male.into(),
            birth_date: Some(date("1982-03-15")),
            nationalities: vec![v1::Nationality {
                country: "JPN".to_owned(),
                ..Default::default()
            }],
            language: language.to_owned(),
            contacts: Some(v1::ResidentContacts { email: email.to_owned(), ..Default::default() }),
            employer: Some(v1::Employer {
                enterprise_id: enterprise_id.to_owned(),
                ..Default::default()
            }),
            ..Default::default()
        };
        let request = v1::CreateResidentRequest {
            request_id: request_id(),
            resident: Some(resident),
            ..Default::default()
        };
        self.clerk().ok(request).await.resident.expect("the resident").resident_id
    }
}

/// The live documents with a number.
pub async fn documents_of_number(
    by: &Client,
    kind: v1::DocumentKind,
    number: &str,
) -> Vec<v1::Document> {
    let request = v1::LookupDocumentRequest { number: number.to_owned(), kind: kind.into() };
    by.ok(request).await.documents
}
