//! Lists, page by page: so many as were asked for, and how to go on.

use crate::{
    Cx,
    errors::Done,
    message::{self, Json},
    output::{Format, Sheet},
    rpc::Paged,
};
use clap::ArgMatches;
use prost_reflect::{DynamicMessage, ReflectMessage as _};

impl Cx<'_> {
    /// Asks page after page and writes what comes. `--limit`, `--page-token` and `--all` say how
    /// much.
    ///
    /// # Errors
    /// Whatever the call is refused with.
    pub(crate) async fn list<C: Paged>(
        &mut self,
        request: C,
        matches: &ArgMatches,
        field: &str,
        sheet: &Sheet,
    ) -> Done {
        let limit = matches.get_one::<u32>("limit").copied().unwrap_or(50) as usize;
        let limit = if matches.get_flag("all") { usize::MAX } else { limit };
        let token = matches.get_one::<String>("page-token").cloned().unwrap_or_default();
        let (items, last) = self.pages(request, field, limit, token).await?;
        self.write_list(&items, sheet, last.as_ref(), field).await?;
        let next = last.map(|last| message::text(&last, "next_page_token")).unwrap_or_default();
        if items.is_empty() {
            self.say("list-empty", &[]);
        } else if !next.is_empty() {
            let count = items.len().to_string();
            self.say("list-more", &[("count", &count), ("token", &next)]);
        }
        Ok(())
    }

    /// The items of as many pages as are needed, and the last answer.
    ///
    /// # Errors
    /// Whatever the call is refused with.
    pub(crate) async fn pages<C: Paged>(
        &mut self,
        mut request: C,
        field: &str,
        limit: usize,
        mut token: String,
    ) -> Done<(Vec<DynamicMessage>, Option<DynamicMessage>)> {
        let mut items = Vec::new();
        let mut last = None;
        while items.len() < limit {
            let size = i32::try_from((limit - items.len()).min(500)).unwrap_or(500);
            request.set_page(size, token);
            let answer = self.call(request.clone()).await?;
            let answer = message::answer::<C>(&answer);
            items.extend(message::children(&answer, field));
            token = message::text(&answer, "next_page_token");
            last = Some(answer);
            if token.is_empty() {
                break;
            }
        }
        Ok((items, last))
    }

    async fn write_list(
        &mut self,
        items: &[DynamicMessage],
        sheet: &Sheet,
        last: Option<&DynamicMessage>,
        field: &str,
    ) -> Done {
        if self.format != Format::Json {
            return self.write_items(items, sheet).await;
        }
        let token = last.map(|last| message::text(last, "next_page_token")).unwrap_or_default();
        let documents: Vec<_> = items.iter().map(Json).collect();
        let text = serde_json::to_string_pretty(&documents).unwrap_or_default();
        let indented = text.replace('\n', "\n  ");
        let token = serde_json::Value::from(token);
        let paged = last
            .is_some_and(|last| last.descriptor().get_field_by_name("next_page_token").is_some());
        if paged {
            let rest = format!("  \"next_page_token\": {token}");
            self.write(&format!("{{\n  \"{field}\": {indented},\n{rest}\n}}\n"))
        } else {
            self.write(&format!("{{\n  \"{field}\": {indented}\n}}\n"))
        }
    }
}
