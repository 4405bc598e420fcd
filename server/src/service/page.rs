//! Page tokens: where the next page begins, signed for one method, one set of filters and one
//! principal, so that a token tells nothing and fits nowhere else.

use super::{App, Call};
use crate::{
    domain::id,
    error::{Error, Result},
};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// Rows of a page where none are asked for.
pub const DEFAULT_PAGE_SIZE: u32 = 50;
/// Most rows of a page.
pub const MAX_PAGE_SIZE: u32 = 500;
/// Bytes of a token's signature.
const SIGNATURE_BYTES: usize = 16;

/// A page as it is asked for.
#[derive(Clone, Debug, Default)]
pub struct PageRequest {
    /// Rows asked for, as sent.
    pub size: i32,
    /// The token, as sent.
    pub token: String,
}

/// A page of rows and the token of the next one, empty on the last.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// The next page's token.
    pub next_token: String,
    /// Where the feed of events goes on from what is listed, see `event::list_token`; empty where
    /// the feed does not carry what is listed.
    pub feed_token: String,
}

impl PageRequest {
    /// Rows of the page.
    ///
    /// # Errors
    /// `Invalid` for a negative size.
    pub fn limit(&self) -> Result<usize> {
        match u32::try_from(self.size) {
            Ok(0) => Ok(DEFAULT_PAGE_SIZE as usize),
            Ok(size) => Ok(size.min(MAX_PAGE_SIZE) as usize),
            Err(_) => Err(Error::invalid("page_size", "must not be negative; 0 means 50")),
        }
    }

    /// Where the page begins; `None` for the first.
    ///
    /// # Errors
    /// `Invalid` for a token of another list or another caller.
    pub fn cursor(&self, app: &App, call: &Call, filters: &str) -> Result<Option<String>> {
        if self.token.is_empty() {
            return Ok(None);
        }
        let wrong = || {
            let problem = "is not of this list; take next_page_token unchanged";
            Error::told("page_token", problem, "不是这份列表的；请原样使用 next_page_token")
        };
        let bytes = id::from_base32(&self.token).ok_or_else(wrong)?;
        let (signature, cursor) = bytes.split_at_checked(SIGNATURE_BYTES).ok_or_else(wrong)?;
        if signature != sign(app, call, filters, cursor) {
            return Err(wrong());
        }
        String::from_utf8(cursor.to_vec()).map(Some).map_err(|_| wrong())
    }
}

/// Makes a page of one row more than fits: the row too many tells that there is a next page, which
/// begins after the last row shown.
#[must_use]
pub fn page<T>(
    app: &App,
    call: &Call,
    filters: &str,
    mut rows: Vec<T>,
    limit: usize,
    cursor: impl Fn(&T) -> String,
) -> Page<T> {
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next_token = match rows.last().filter(|_| more) {
        Some(last) => token(app, call, filters, &cursor(last)),
        None => String::new(),
    };
    Page { rows, next_token, feed_token: String::new() }
}

/// The token of a page that begins after a cursor.
#[must_use]
pub fn token(app: &App, call: &Call, filters: &str, cursor: &str) -> String {
    let signature = sign(app, call, filters, cursor.as_bytes());
    id::base32(&[signature.as_slice(), cursor.as_bytes()].concat())
}

/// Reads the cursor of a list by a day and an id.
#[must_use]
pub fn day_cursor(text: &str) -> Option<(NaiveDate, Uuid)> {
    let (day, id) = text.split_once(' ')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

/// Reads the cursor of a list by an instant, in microseconds, and an id.
#[must_use]
pub fn instant_cursor(text: &str) -> Option<(DateTime<Utc>, Uuid)> {
    let (at, id) = text.split_once(' ')?;
    Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, id.parse().ok()?))
}

fn sign(app: &App, call: &Call, filters: &str, cursor: &[u8]) -> [u8; SIGNATURE_BYTES] {
    let account = call.caller.account_id.0;
    let parts = [account.as_bytes(), call.method.as_bytes(), filters.as_bytes(), cursor];
    let mut signature = [0; SIGNATURE_BYTES];
    signature.copy_from_slice(&app.secrets.sign_page(&parts)[..SIGNATURE_BYTES]);
    signature
}
