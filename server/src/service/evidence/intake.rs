//! A file on its way in: measured, hashed and looked at as it comes, cut into blocks, and each
//! block sealed for its place. Nothing of it is in memory but a block.

use crate::{
    domain::{
        evidence::{EvidenceRefusal, MAX_CHUNK_BYTES, Measure, MediaType},
        id::EvidenceId,
        refusal::Refusal,
    },
    error::{Error, Result},
    secrets::{FileKey, Hash},
    service::App,
};
use bytes::Bytes;

/// Bytes of a block before it is sealed; only the last is shorter.
pub(super) const BLOCK_BYTES: usize = 1024 * 1024;

/// Where the bytes of a file come from.
pub trait Chunks: Send {
    /// The next bytes, or none after the last.
    fn next(&mut self) -> impl Future<Output = Result<Option<Bytes>>> + Send;
}

/// What is announced of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Announced {
    pub(super) size: u64,
    pub(super) sha256: [u8; 32],
    pub(super) media_type: MediaType,
}

/// Takes a file in, and answers in how many blocks it is kept. Where it is only to be checked,
/// `keep_as` is none and nothing is kept.
///
/// # Errors
/// `TooLarge`, `TypeRefused`, `Mismatch`, `Invalid` for an empty or too long chunk, and whatever
/// cuts the file off.
pub(super) async fn take(
    app: &App,
    announced: Announced,
    keep_as: Option<(EvidenceId, &FileKey)>,
    chunks: &mut impl Chunks,
) -> Result<u32> {
    let mut measure = Measure::begin(announced.size, app.settings.max_evidence_bytes)?;
    let mut intake = Intake {
        app,
        keep_as,
        media_type: announced.media_type,
        hash: Hash::new(),
        block: Vec::new(),
        blocks: 0,
    };
    while let Some(chunk) = chunks.next().await? {
        if chunk.is_empty() || chunk.len() > MAX_CHUNK_BYTES {
            let problem = format!("must have 1 to {MAX_CHUNK_BYTES} bytes");
            return Err(Error::invalid("chunk", problem));
        }
        measure.add(chunk.len())?;
        intake.add(&chunk).await?;
    }
    measure.end()?;
    if std::mem::take(&mut intake.hash).finish() != announced.sha256 {
        return Err(Refusal::from(EvidenceRefusal::Mismatch { field: "sha256" }).into());
    }
    // The last block is kept only when the whole is known to be good.
    intake.cut(Place::Last).await?;
    Ok(intake.blocks)
}

/// Whether a block is the last of its file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Middle,
    Last,
}

struct Intake<'a> {
    app: &'a App,
    keep_as: Option<(EvidenceId, &'a FileKey)>,
    media_type: MediaType,
    hash: Hash,
    block: Vec<u8>,
    blocks: u32,
}

impl Intake<'_> {
    async fn add(&mut self, mut bytes: &[u8]) -> Result<()> {
        self.hash.add(bytes);
        while !bytes.is_empty() {
            if self.block.len() == BLOCK_BYTES {
                self.cut(Place::Middle).await?;
            }
            let room = BLOCK_BYTES - self.block.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.block.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    async fn cut(&mut self, place: Place) -> Result<()> {
        let block = std::mem::take(&mut self.block);
        if self.blocks == 0 {
            sniff(&block, self.media_type)?;
        }
        if let Some((id, key)) = self.keep_as {
            let place = block_place(id, self.blocks, place == Place::Last);
            let sealed = key.seal(&place, block)?;
            self.app.vault.keep(id.0, self.blocks, sealed).await?;
        }
        self.blocks += 1;
        Ok(())
    }
}

/// The place a block is sealed for: it opens nowhere else, and as the last only where it is.
pub(super) fn block_place(id: EvidenceId, block: u32, last: bool) -> String {
    let end = if last { "last" } else { "more" };
    format!("evidence.block:{}:{block}:{end}", id.0)
}

/// Looks at what a file begins with; its name tells nothing.
fn sniff(beginning: &[u8], announced: MediaType) -> Result<(), Refusal> {
    let found = infer::get(beginning).map_or("unknown", |kind| kind.mime_type());
    if found == announced.name() {
        return Ok(());
    }
    Err(EvidenceRefusal::TypeRefused { found }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_content_says() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        assert!(sniff(png, MediaType::Png).is_ok());
        assert!(sniff(png, MediaType::Jpeg).is_err());
        assert!(sniff(b"\xff\xd8\xff\xe0\0\x10JFIF", MediaType::Jpeg).is_ok());
        assert!(sniff(b"%PDF-1.7\n", MediaType::Pdf).is_ok());
        for other in
            [&b"PK\x03\x04\x14\0"[..], b"\x7fELF\x02\x01", b"MZ\x90\0", b"plain words", b""]
        {
            for announced in MediaType::ALL {
                assert!(sniff(other, announced).is_err());
            }
        }
        let zip = sniff(b"PK\x03\x04\x14\0", MediaType::Jpeg).unwrap_err();
        assert_eq!(zip, EvidenceRefusal::TypeRefused { found: "application/zip" }.into());
    }
}
