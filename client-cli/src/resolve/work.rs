//! Cases and what belongs to them. A case is named by its number on paper or the end of it, which
//! the server finds; what belongs to a case may be named by the case.

use super::{MOST_NAMED, MOST_ROWS, is_whole};
use crate::{Cx, errors::Done, message};
use frsc_proto::v1;
use prost_reflect::DynamicMessage;

/// Characters of a 统一社会信用代码.
const CODE_CHARACTERS: usize = 18;

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

    /// A resident by his id, a name that only he has, or the id's last characters.
    pub(crate) async fn resident_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "resi_") {
            return Ok(given.to_owned());
        }
        let query = given.to_owned();
        let named = v1::SearchResidentsRequest { query, ..Default::default() };
        let (rows, _) = self.pages(named, "residents", 20, String::new()).await?;
        if !rows.is_empty() {
            return self.only(&rows.iter().collect::<Vec<_>>(), given, "resident_id");
        }
        let request = v1::SearchResidentsRequest::default();
        let (rows, _) = self.pages(request, "residents", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "resident_id", &[])
    }

    /// A merge that waits, by its id or its last characters, with its etag.
    pub(crate) async fn merge(&mut self, given: &str) -> Done<(String, String)> {
        let request = v1::ListResidentMergesRequest::default();
        let (rows, _) = self.pages(request, "merges", MOST_ROWS, String::new()).await?;
        let id = self.pick(&rows, given, "merge_id", &[])?;
        let row = rows.iter().find(|row| message::text(row, "merge_id") == id);
        Ok((id, row.map(|row| message::text(row, "etag")).unwrap_or_default()))
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

    /// An open obligation by its id or its last characters, with its etag.
    pub(crate) async fn obligation(&mut self, given: &str) -> Done<(String, String)> {
        let request = v1::ListObligationsRequest::default();
        let (rows, _) = self.pages(request, "obligations", MOST_ROWS, String::new()).await?;
        let id = self.pick(&rows, given, "obligation_id", &[])?;
        let row = rows.iter().find(|row| message::text(row, "obligation_id") == id);
        Ok((id, row.map(|row| message::text(row, "etag")).unwrap_or_default()))
    }

    /// An open reminder by its id or its last characters, with its etag.
    pub(crate) async fn reminder(&mut self, given: &str) -> Done<(String, String)> {
        let request = v1::ListRemindersRequest { open_only: true, ..Default::default() };
        let (rows, _) = self.pages(request, "reminders", MOST_ROWS, String::new()).await?;
        let id = self.pick(&rows, given, "reminder_id", &[])?;
        let row = rows.iter().find(|row| message::text(row, "reminder_id") == id);
        Ok((id, row.map(|row| message::text(row, "etag")).unwrap_or_default()))
    }

    /// A mandate by its id or its last characters.
    pub(crate) async fn mandate_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "mand_") {
            return Ok(given.to_owned());
        }
        let request = v1::ListMandatesRequest::default();
        let (rows, _) = self.pages(request, "mandates", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "mandate_id", &[])
    }

    /// An enterprise by its 统一社会信用代码 or its last characters.
    pub(crate) async fn enterprise_id(&mut self, given: &str) -> Done<String> {
        if given.chars().filter(char::is_ascii_alphanumeric).count() >= CODE_CHARACTERS {
            return Ok(given.to_owned());
        }
        let query = given.to_owned();
        let request = v1::SearchEnterprisesRequest { query, ..Default::default() };
        let (rows, _) = self.pages(request, "enterprises", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "enterprise_id", &["name_zh", "name_en"])
    }

    /// A group of enterprises by its id, its last characters or its name.
    pub(crate) async fn group_id(&mut self, given: &str) -> Done<String> {
        self.group_of(v1::ListEnterpriseGroupsRequest::default(), given).await
    }

    /// A group as above, or one that was merged into another.
    pub(crate) async fn any_group_id(&mut self, given: &str) -> Done<String> {
        let request = v1::ListEnterpriseGroupsRequest { with_merged: true, ..Default::default() };
        self.group_of(request, given).await
    }

    async fn group_of(
        &mut self,
        request: v1::ListEnterpriseGroupsRequest,
        given: &str,
    ) -> Done<String> {
        if is_whole(given, "egrp_") {
            return Ok(given.to_owned());
        }
        let (rows, _) = self.pages(request, "groups", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "group_id", &["name_zh", "name_en"])
    }

    /// A trip by its id or its last characters.
    pub(crate) async fn trip_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "trip_") {
            return Ok(given.to_owned());
        }
        let request = v1::ListTripsRequest::default();
        let (rows, _) = self.pages(request, "trips", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "trip_id", &[])
    }

    /// An entry of the whitelist by its id or its last characters.
    pub(crate) async fn entry_id(&mut self, given: &str) -> Done<String> {
        if is_whole(given, "wlst_") {
            return Ok(given.to_owned());
        }
        let request = v1::ListWhitelistEntriesRequest::default();
        let (rows, _) = self.pages(request, "entries", MOST_ROWS, String::new()).await?;
        self.pick(&rows, given, "entry_id", &[])
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
