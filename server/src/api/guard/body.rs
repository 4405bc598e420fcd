//! The body of an answer under watch: a stream ends when its time is over, the server stops or the
//! right to it is lost, and a status that is not ours is put into our form. It never changes a
//! message.

use super::{completion::Completion, foreign, panics, pass::Answer};
use crate::{
    api::{status::status, texts::Language},
    error::{Error, Result},
};
use bytes::Bytes;
use http::{HeaderMap, Response};
use http_body::{Body as _, Frame, SizeHint};
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::{Instant, Sleep, sleep_until, timeout};
use tonic::{Code, Status, body::Body};

/// How long one look at a right may take before the stream ends for want of an answer.
const RECHECK_WITHIN: Duration = Duration::from_secs(1);

type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;
type Recheck = Box<dyn Fn() -> Pending<Result<()>> + Send>;

/// The answer as it goes out. An error is complete at once, a message when its trailers are sent.
pub(super) fn watched(
    answer: Answer,
    mut completion: Completion,
    language: Language,
) -> Response<Body> {
    let Answer { mut response, watch } = answer;
    if let Some(code) = foreign::mend(response.headers_mut(), language) {
        completion.finish(code);
        return response;
    }
    response.map(|inner| Body::new(Watched { inner, language, completion, watch, ended: false }))
}

/// A body under watch.
struct Watched {
    inner: Body,
    language: Language,
    completion: Completion,
    watch: Option<Box<Watch>>,
    ended: bool,
}

impl Watched {
    /// Ends the body with an error of ours; what fed it is dropped at once.
    fn end(&mut self, error: &Error) -> HeaderMap {
        let mut trailers = HeaderMap::new();
        let code = foreign::write(&status(error, self.language), &mut trailers);
        self.close(code);
        trailers
    }

    fn close(&mut self, code: Code) {
        self.ended = true;
        self.inner = Body::empty();
        self.watch = None;
        self.completion.finish(code);
    }

    /// One frame of the service, whose panic ends the body.
    fn poll_inner(&mut self, cx: &mut Context<'_>) -> Poll<Option<Frame<Bytes>>> {
        let Self { inner, completion, watch, .. } = self;
        let span = completion.span();
        let poll = |cx: &mut Context<'_>| Pin::new(inner).poll_frame(cx);
        // A unary answer is made already: nothing but its panic could be told of.
        let polled = match watch {
            Some(_) => span.in_scope(|| panics::poll_caught(cx, poll)),
            None => panics::poll_caught_in(span, cx, poll),
        };
        let frame = match polled {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(Some(Ok(frame)))) => frame,
            Ok(Poll::Ready(Some(Err(failed)))) => {
                let cause = format_args!("a body failed: {:?}", failed.code());
                return Poll::Ready(Some(Frame::trailers(self.end(&Error::internal(cause)))));
            }
            Ok(Poll::Ready(None)) => {
                self.close(Code::Ok);
                return Poll::Ready(None);
            }
            Err(error) => return Poll::Ready(Some(Frame::trailers(self.end(&error)))),
        };
        let frame = match frame.into_trailers() {
            Ok(mut trailers) => {
                let code = foreign::mend(&mut trailers, self.language).unwrap_or(Code::Unknown);
                self.close(code);
                Frame::trailers(trailers)
            }
            Err(data) => data,
        };
        Poll::Ready(Some(frame))
    }
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let verdict = self.watch.as_mut().and_then(|watch| watch.poll(cx));
        let frame = match verdict {
            None => self.poll_inner(cx),
            // One more frame, so that a health watcher is told that the server stops.
            Some(Verdict::LastFrame(error)) => match self.poll_inner(cx) {
                Poll::Ready(Some(frame)) => Poll::Ready(Some(frame)),
                Poll::Ready(None) => Poll::Ready(None),
                Poll::Pending => Poll::Ready(Some(Frame::trailers(self.end(&error)))),
            },
            Some(Verdict::End(error)) => Poll::Ready(Some(Frame::trailers(self.end(&error)))),
        };
        frame.map(|frame| frame.map(Ok))
    }

    fn is_end_stream(&self) -> bool {
        self.ended || self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        // A watched stream can end early, so only a unary answer knows its size.
        if self.watch.is_some() { SizeHint::default() } else { self.inner.size_hint() }
    }
}

/// What a stream's watch decides.
enum Verdict {
    /// The stream ends after the frame that is ready, if one is.
    LastFrame(Error),
    /// The stream ends now.
    End(Error),
}

/// What ends an open stream.
pub(super) struct Watch {
    ends_at: Instant,
    end: Error,
    timer: Pin<Box<Sleep>>,
    stopped: Pending<()>,
    stopping: Stopping,
    recheck: Option<Rechecks>,
}

/// How far a stream's end at shutdown has come.
enum Stopping {
    No,
    LastFrame,
    Now,
}

/// The looks at the right to a stream.
struct Rechecks {
    every: Duration,
    next_at: Instant,
    look: Recheck,
    looking: Option<Pending<Result<()>>>,
}

impl Watch {
    /// A watch that ends the stream with an error at an instant, or when the server stops.
    pub(super) fn new(ends_at: Instant, end: Error, stopped: Pending<()>) -> Self {
        let timer = Box::pin(sleep_until(ends_at));
        Self { ends_at, end, timer, stopped, stopping: Stopping::No, recheck: None }
    }

    /// Looks at the right to the stream again and again.
    pub(super) fn recheck<F>(&mut self, every: Duration, look: F)
    where
        F: Fn() -> Pending<Result<()>> + Send + 'static,
    {
        let next_at = Instant::now() + every;
        self.recheck = Some(Rechecks { every, next_at, look: Box::new(look), looking: None });
        self.timer.as_mut().reset(next_at.min(self.ends_at));
    }

    /// Resolves with the reason for which a call that has no body yet is given up.
    pub(super) fn ended(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        match self.poll(cx) {
            Some(Verdict::End(error) | Verdict::LastFrame(error)) => Poll::Ready(error),
            None => Poll::Pending,
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Option<Verdict> {
        match self.stopping {
            Stopping::No if self.stopped.as_mut().poll(cx).is_ready() => {
                self.stopping = Stopping::LastFrame;
            }
            Stopping::LastFrame => self.stopping = Stopping::Now,
            Stopping::No | Stopping::Now => {}
        }
        match self.stopping {
            Stopping::No => {}
            Stopping::LastFrame => return Some(Verdict::LastFrame(Error::Unavailable)),
            Stopping::Now => return Some(Verdict::End(Error::Unavailable)),
        }
        while self.timer.as_mut().poll(cx).is_ready() {
            let now = Instant::now();
            if now >= self.ends_at {
                return Some(Verdict::End(self.end.clone()));
            }
            let next_at = self.recheck.as_mut().map(|recheck| recheck.begin(now));
            self.timer.as_mut().reset(next_at.unwrap_or(self.ends_at).min(self.ends_at));
        }
        let lost = self.recheck.as_mut().and_then(|recheck| recheck.poll(cx));
        lost.map(Verdict::End)
    }
}

impl Rechecks {
    /// Begins a look where one is due; answers when the next is.
    fn begin(&mut self, now: Instant) -> Instant {
        if now >= self.next_at {
            self.next_at = now + self.every;
            let look = (self.look)();
            self.looking = Some(Box::pin(async move {
                timeout(RECHECK_WITHIN, look).await.unwrap_or(Err(Error::Unavailable))
            }));
        }
        self.next_at
    }

    /// The error of a right that is lost.
    fn poll(&mut self, cx: &mut Context<'_>) -> Option<Error> {
        let looking = self.looking.as_mut()?;
        // A look that panics shows no right.
        let seen = panics::poll_caught(cx, |cx| looking.as_mut().poll(cx));
        let Poll::Ready(outcome) = seen.unwrap_or_else(|error| Poll::Ready(Err(error))) else {
            return None;
        };
        self.looking = None;
        outcome.err()
    }
}
