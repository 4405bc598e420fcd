//! Cases and what belongs to them. A case is named by its number on paper or the end of it, which
//! the server finds; what belongs to a case may be named by the case.

use super::{MOST_NAMED, MOST_ROWS, is_whole};
use crate::{Cx, errors::Done, message};
use frsc_proto::v1;
use prost_reflect::DynamicMessage;

impl Cx<'_> {
    /// A case by its id, its number or the end of it.
    pub(crate) async fn case_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "case_") {
            return Ok(given.to_owned());
        }
        let rows = self.cases_ending(given).await?;
        self.only(&rows.iter().collect::<Vec<_>>(), given, "case_id")
    }

    async fn cases_ending(&mut self, given: &str) -> Done<Vec<DynamicMessage>> {
        let request = v1::ListCasesRequest {
            states: message::enum_numbers("frsc.v1.CaseState"),
            case_number: given.to_ascii_uppercase(),
            ..Default::default()
        };
        let (rows, _) = self.pages(request, "cases", MOST_NAMED, String::new()).await?;
        Ok(rows)
    }

    /// The one case with this id, number or end of it; `None` where something else may be meant.
    async fn case_named(&mut self, given: &str) -> Done<Option<String>> {
        if is_whole(given, "case_") {
            return Ok(Some(given.to_owned()));
        }
        let rows = self.cases_ending(given).await?;
        let only = Some(rows).filter(|rows| rows.len() == 1);
        Ok(only.map(|rows| message::text(&rows[0], "case_id")))
    }

    /// A task by its id or its last characters, by `CASE/ITEM`, or by its case where that has one.
    pub(crate) async fn task_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "task_") {
            return Ok(given.to_owned());
        }
        let (case, item) = given.split_once('/').map_or((given, None), |(c, i)| (c, Some(i)));
        let case_id = match item {
            Some(_) => Some(self.case_id(case).await?),
            None => self.case_named(case).await?,
        };
        let Some(case_id) = case_id else {
            let request = v1::ListTasksRequest::default();
            let (rows, _) = self.pages(request, "tasks", MOST_ROWS, String::new()).await?;
            return self.pick(&rows, given, "task_id", &[]);
        };
        let request = v1::ListTasksRequest {
            case_id,
            states: message::enum_numbers("frsc.v1.TaskState"),
            service_item_ids: item.map(str::to_ascii_uppercase).into_iter().collect(),
            ..Default::default()
        };
        let (rows, _) = self.pages(request, "tasks", MOST_ROWS, String::new()).await?;
        self.only(&rows.iter().collect::<Vec<_>>(), given, "task_id")
    }

    /// An expedite by its id, by its case, whose latest in these states it is, or by its last
    /// characters.
    pub(crate) async fn expedite_id(&mut self, given: &str, states: &[i32]) -> Done<String> {
        if is_whole(given, "expd_") {
            return Ok(given.to_owned());
        }
        let mut request =
            v1::ListExpeditesRequest { states: states.to_vec(), ..Default::default() };
        let Some(case_id) = self.case_named(given).await? else {
            let (rows, _) = self.pages(request, "expedites", MOST_ROWS, String::new()).await?;
            return self.pick(&rows, given, "expedite_id", &[]);
        };
        request.case_id = case_id;
        let (rows, _) = self.pages(request, "expedites", 1, String::new()).await?;
        self.only(&rows.iter().collect::<Vec<_>>(), given, "expedite_id")
    }

    /// A document by its id or the last characters of a live one's.
    pub(crate) async fn document_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "docu_") {
            return Ok(given.to_owned());
        }
        let request = v1::ListDocumentsRequest::default();
        let (rows, _) = self.pages(request, "documents", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "document_id", &[])
    }

    /// A rating by its id or its last characters.
    pub(crate) async fn rating_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "rate_") {
            return Ok(given.to_owned());
        }
        let request = v1::ListRatingsRequest::default();
        let (rows, _) = self.pages(request, "ratings", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "rating_id", &[])
    }

    /// A file by its id or its last characters.
    pub(crate) async fn evidence_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "evid_") {
            return Ok(given.to_owned());
        }
        let request = v1::ListEvidenceRequest::default();
        let (rows, _) = self.pages(request, "evidence", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "evidence_id", &[])
    }

    /// A notice by its id or its last characters.
    pub(crate) async fn notice_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "noti_") {
            return Ok(given.to_owned());
        }
        let request = v1::ListNoticesRequest::default();
        let (rows, _) = self.pages(request, "notices", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "notice_id", &[])
    }

    /// A card by its id, by its case where that has one, or by its last characters.
    pub(crate) async fn card_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "card_") {
            return Ok(given.to_owned());
        }
        let mut request = v1::ListCardsRequest::default();
        let Some(case_id) = self.case_named(given).await? else {
            let (rows, _) = self.pages(request, "cards", MOST_ROWS, String::new()).await?;
            return self.pick(&rows, given, "card_id", &[]);
        };
        request.case_id = case_id;
        let (rows, _) = self.pages(request, "cards", MOST_NAMED, String::new()).await?;
        self.only(&rows.iter().collect::<Vec<_>>(), given, "card_id")
    }
}
