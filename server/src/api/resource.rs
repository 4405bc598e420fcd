//! Creating and changing a resource of the contract: decodes it with every fault noted, and applies
//! an update mask to the resource as it is, so that what is changed passes the same decoding as
//! what is new. Never decides more than the shape of a value.

use super::{
    fields::Fields,
    handle::{Entry, WriteRequest, accepted},
};
use crate::{
    domain::catalogue::Versioned,
    error::{Error, Result},
    service::{
        App,
        noun::{self, Noun},
        write::{Answer, Reply},
    },
};
use prost::Message;
use prost_types::FieldMask;
use std::sync::Arc;
use uuid::Uuid;

/// Copies one field from one message to another.
pub(super) type Setter<M> = fn(&mut M, &M);
/// The fields of a message that an update mask may name.
pub(super) type Paths<M> = &'static [(&'static str, Setter<M>)];

/// The table of the fields named.
macro_rules! paths {
    ($($field:ident),* $(,)?) => {
        &[$((stringify!($field), |into, from| Clone::clone_from(&mut into.$field, &from.$field))),*]
    };
}
pub(super) use paths;

/// What a decoded document builds on.
#[derive(Debug)]
pub(super) enum Base<'a, T> {
    /// Nothing: it is new, and this is its id where it has no code of its own.
    New(Uuid),
    /// The document as it is.
    Old(&'a T),
}

/// A document of the catalogue and its message.
pub(super) trait Resource: Noun {
    /// Its message.
    type Message: Message + Default + Clone + 'static;
    /// What an update may change.
    const PATHS: Paths<Self::Message>;

    /// The message of the document in a version.
    fn encode(&self, version: i64) -> Self::Message;
    /// The document of a message; faults carry paths below the resource's field.
    fn decode(fields: &mut Fields, message: &Self::Message, base: &Base<'_, Self>) -> Self;
    /// The key of the document a message names, and its etag.
    fn key(fields: &mut Fields, message: &Self::Message) -> (String, i64);
}

/// Creates the resource of a request.
pub(super) async fn create<T, R, Q>(
    app: &Arc<App>,
    entry: &Entry,
    request: &Q,
    message: Option<&T::Message>,
) -> Result<Reply<R>>
where
    T: Resource,
    R: Answer<Versioned<T>>,
    Q: WriteRequest,
{
    let (call, value) = accepted(app, entry, request, decode_new::<T>(app, message)).await?;
    noun::create(app, &call, &value).await
}

/// The new document of a message.
pub(super) fn decode_new<T: Resource>(app: &App, message: Option<&T::Message>) -> Result<T> {
    let mut fields = Fields::new();
    let message = required::<T>(message)?;
    let value = T::decode(&mut fields, message, &Base::New(app.clock.new_id()));
    fields.finish(value)
}

fn required<T: Resource>(message: Option<&T::Message>) -> Result<&T::Message> {
    message.ok_or_else(|| Error::invalid(T::KIND.name(), "is required"))
}

/// A change as it is asked for.
#[derive(Debug)]
pub(super) struct Update<T: Resource> {
    /// The key of the document.
    pub(super) id: String,
    /// The version its reader saw.
    pub(super) version: i64,
    from: T::Message,
    copies: Vec<Setter<T::Message>>,
}

impl<T: Resource> Update<T> {
    /// Decodes a change.
    ///
    /// # Errors
    /// `Invalid` with every fault of key, etag and mask.
    pub(super) fn decode(message: Option<&T::Message>, mask: Option<&FieldMask>) -> Result<Self> {
        let mut fields = Fields::new();
        let from = required::<T>(message)?.clone();
        let (id, version) = T::key(&mut fields, &from);
        let copies = masked(&mut fields, mask, T::PATHS);
        fields.finish(Self { id, version, from, copies })
    }

    /// The document with the masked fields changed.
    ///
    /// # Errors
    /// `Invalid` with every fault.
    pub(super) fn apply(&self, current: &T) -> Result<T> {
        let mut message = current.encode(self.version);
        for copy in &self.copies {
            copy(&mut message, &self.from);
        }
        let mut fields = Fields::new();
        let changed = T::decode(&mut fields, &message, &Base::Old(current));
        fields.finish(changed)
    }
}

/// Changes the resource of a request.
pub(super) async fn update<T, R, Q>(
    app: &Arc<App>,
    entry: &Entry,
    request: &Q,
    message: Option<&T::Message>,
    mask: Option<&FieldMask>,
) -> Result<Reply<R>>
where
    T: Resource,
    R: Answer<Versioned<T>>,
    Q: WriteRequest,
{
    let decoded = Update::<T>::decode(message, mask);
    let (call, update) = accepted(app, entry, request, decoded).await?;
    let (id, version) = (update.id.as_str(), update.version);
    noun::update(app, &call, id, version, |current| update.apply(current)).await
}

/// The setters of the fields that a mask names.
pub(super) fn masked<M>(
    fields: &mut Fields,
    mask: Option<&FieldMask>,
    paths: Paths<M>,
) -> Vec<Setter<M>> {
    let named = mask.map_or(&[][..], |mask| &mask.paths);
    if named.is_empty() {
        fields.fault("update_mask", "is required: name each field to change");
    }
    let mut copies = Vec::new();
    for (index, path) in named.iter().enumerate().take(paths.len()) {
        match paths.iter().find(|(name, _)| name == path) {
            Some((_, copy)) => copies.push(*copy),
            None => {
                let names: Vec<_> = paths.iter().map(|(name, _)| *name).collect();
                let problem = format!("names no field that can change; name: {}", names.join(", "));
                fields.fault(&format!("update_mask.paths[{index}]"), problem);
            }
        }
    }
    if named.len() > paths.len() {
        fields.fault("update_mask.paths", "names a field twice; name each once");
    }
    copies
}
