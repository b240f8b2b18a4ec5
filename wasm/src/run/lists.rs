//! Listings: by cursor where UnoPim has one, else by page; a page that cannot be served is split until the bad row is alone.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::checkpoint::Place;
use super::io::{Got, Io, SourceFault};
use crate::error::Fault;
use crate::plain::value_of;
use crate::source::{decode_page, decode_records};

/// Every contract version serves this many, 3.0 no more.
const LIMIT: u64 = 100;
/// Smaller pages, each a divisor of the one before, so that places stay aligned.
const SPLITS: [u64; 4] = [LIMIT, 25, 5, 1];
/// How often an unreadable answer is asked for again before its page is split.
const PATIENCE: u32 = 2;
/// Rows, or ids behind a cursor, that are stepped over one by one in search of the next readable one.
const BLIND_STEPS: u32 = 50;
/// Leaps over ids after that, each twice as far as the one before: many products may have been deleted in a row.
const LEAPS: u32 = 20;

pub struct Listing {
    path: String,
    query: Vec<(&'static str, String)>,
    by_cursor: bool,
    pub place: Place,
    split: usize,
    /// Where the page that was split ends.
    window: u64,
    blind: u32,
    /// The last cursor behind which nothing could be read, and the nearest one behind which something could.
    dark: i64,
    light: Option<i64>,
    ended: bool,
    pub total: Option<u64>,
    /// UnoPim's clock at the last answer.
    pub date: Option<String>,
    /// The kind under which the catalogue keeps its records, where an `ETag` may spare the reading.
    kind: Option<String>,
}

/// What a listing came to next.
pub enum Chunk {
    Rows(PageBody),
    /// A page that did not change since it was kept.
    Kept(Vec<Value>),
    /// One row that UnoPim cannot serve.
    Unreadable(Fault),
    End,
}

/// A page's bytes and where its rows lie in them.
pub struct PageBody {
    body: Vec<u8>,
    rows: Vec<(usize, usize)>,
    number: Option<u64>,
    cursor: Option<i64>,
    last_page: Option<u64>,
}

impl PageBody {
    fn read(got: Got) -> Result<(Self, bool, Option<u64>), Fault> {
        let body = got.body;
        let start = body.as_ptr() as usize;
        let page = decode_page(&body).map_err(|e| e.fault(""))?;
        let rows = page.rows.iter().map(|row| (row.as_ptr() as usize - start, row.len())).collect();
        let (by_cursor, cursor) = (page.cursor.is_some(), page.cursor.flatten());
        let (number, last_page, total) = (page.number, page.last_page, page.total);
        Ok((Self { body, rows, number, cursor, last_page }, by_cursor, total))
    }

    /// The rows as JSON texts.
    pub fn rows(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(|(at, len)| std::str::from_utf8(&self.body[*at..at + len]).ok())
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    fn note(&self, io: &Io, key: &str, etag: &str) {
        let rows: Vec<Value> = self.rows().filter_map(|row| value_of(row).ok()).collect();
        io.0.borrow_mut().kept.note(key, etag, &rows, self.last_page);
    }
}

impl Listing {
    pub fn new(path: &str, by_cursor: bool, place: Place) -> Self {
        Self {
            path: path.into(),
            query: Vec::new(),
            by_cursor,
            place,
            split: 0,
            window: 0,
            blind: 0,
            dark: 0,
            light: None,
            ended: false,
            total: None,
            date: None,
            kind: None,
        }
    }

    /// Restricted by a further parameter.
    #[must_use]
    pub fn with(mut self, parameter: Option<(&'static str, String)>) -> Self {
        self.query.extend(parameter);
        self
    }

    fn remembering(mut self, kind: &str) -> Self {
        self.kind = Some(kind.to_owned());
        self
    }

    /// The name of the present page, where pages are remembered.
    fn page_key(&self) -> Option<String> {
        let whole = self.kind.is_some() && self.split == 0 && !self.by_cursor;
        whole.then(|| format!("{}|{}", self.path, self.place.offset / LIMIT + 1))
    }

    fn etag(&self, io: &Io) -> Option<String> {
        io.0.borrow().kept.etag(&self.page_key()?, self.kind.as_deref()?)
    }

    fn read(&mut self, io: &Io, mut got: Got) -> Result<(PageBody, bool, Option<u64>), Fault> {
        self.date = got.headers.remove("date");
        let etag = got.headers.remove("etag");
        let read = PageBody::read(got)?;
        if let (Some(etag), Some(key)) = (etag, self.page_key()) {
            read.0.note(io, &key, &etag);
        }
        Ok(read)
    }

    /// The page as the catalogue keeps it.
    fn kept(&mut self, io: &Io) -> Option<Chunk> {
        let page = io.0.borrow().kept.page(&self.page_key()?, self.kind.as_deref()?)?;
        self.place.offset += LIMIT;
        self.ended = page.last.is_none_or(|last| self.place.offset / LIMIT >= last);
        Some(Chunk::Kept(page.rows))
    }

    /// The next page. A fault ends the listing; an unreadable row does not.
    pub async fn next(&mut self, io: &Io) -> Result<Chunk, SourceFault> {
        while !self.ended {
            let mut unreadable = None;
            for _ in 0..PATIENCE {
                match io.get_unless(&self.path, &self.parameters(), self.etag(io), PATIENCE).await {
                    Ok(got) if got.status == 304 => match self.kept(io) {
                        Some(chunk) => return Ok(chunk),
                        None => unreadable = Some(repeated()),
                    },
                    Ok(got) => match self.read(io, got) {
                        Ok((page, by_cursor, _)) if self.is_repeated(&page, by_cursor) => {
                            unreadable = Some(repeated());
                        }
                        Ok(_) if self.has_leapt() => break,
                        Ok((page, by_cursor, total)) => {
                            self.by_cursor &= by_cursor;
                            self.total = total.or(self.total);
                            self.advance(&page);
                            return Ok(Chunk::Rows(page));
                        }
                        Err(fault) => unreadable = Some(fault),
                    },
                    Err(fault) if fault.status == 500 => {
                        unreadable = Some(fault.fault);
                        break;
                    }
                    Err(fault) => return Err(fault),
                }
            }
            let Some(fault) = unreadable else {
                self.go_back();
                continue;
            };
            if self.split + 1 < SPLITS.len() {
                if self.split == 0 {
                    self.window = self.place.offset + LIMIT;
                }
                self.split += 1;
                continue;
            }
            let is_new = self.blind == 0 || !self.by_cursor;
            let unreadable = self.step_over(fault);
            if is_new {
                return Ok(unreadable);
            }
        }
        Ok(Chunk::End)
    }

    /// Whether readable rows may lie between here and the last place where nothing could be read.
    fn has_leapt(&self) -> bool {
        self.blind > BLIND_STEPS && self.place.cursor.is_some_and(|cursor| cursor > self.dark + 1)
    }

    /// Halves the way to the row before which nothing can be read.
    fn go_back(&mut self) {
        if self.has_leapt() {
            self.light = self.place.cursor;
            self.place.cursor = self.light.map(|light| self.dark + (light - self.dark) / 2);
        }
    }

    fn limit(&self) -> u64 {
        SPLITS[self.split]
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        let mut query = self.query.clone();
        query.push(("limit", self.limit().to_string()));
        if self.by_cursor {
            query.push(("pagination_type", "search_after".into()));
            if let Some(cursor) = self.place.cursor {
                query.push(("search_after", cursor.to_string()));
            }
        } else {
            query.push(("page", (self.place.offset / self.limit() + 1).to_string()));
        }
        query
    }

    /// A page that was asked for before: a cache on the way answers with an old one, and rows would be missed.
    fn is_repeated(&self, page: &PageBody, by_cursor: bool) -> bool {
        if by_cursor {
            return page.cursor.is_some() && page.cursor <= self.place.cursor;
        }
        !self.by_cursor && page.number.is_some_and(|number| number != self.place.offset / self.limit() + 1)
    }

    fn advance(&mut self, page: &PageBody) {
        let blind = std::mem::take(&mut self.blind);
        self.light = None;
        if self.by_cursor {
            // What was stepped over was one row, as far as anybody can tell.
            self.place.offset += page.len() as u64 + u64::from(blind > 0);
            self.place.cursor = page.cursor.or(self.place.cursor);
            self.ended = page.cursor.is_none();
            self.widen();
            return;
        }
        let number = self.place.offset / self.limit() + 1;
        self.place.offset = number * self.limit();
        self.ended = page.rows.is_empty() || page.last_page.is_none_or(|last| number >= last);
        self.widen();
    }

    /// Back to larger pages behind the bad row: wherever one begins, so that a bad row costs a few requests and not a hundred.
    fn widen(&mut self) {
        let passed = (self.place.offset + LIMIT).saturating_sub(self.window);
        while self.split > 0 && (passed >= LIMIT || passed.is_multiple_of(SPLITS[self.split - 1])) {
            self.split -= 1;
        }
    }

    /// Goes on behind a row that cannot be read even alone.
    fn step_over(&mut self, fault: Fault) -> Chunk {
        if self.by_cursor {
            // Cursors are ids: the next id may be the bad row's, so it is stepped past.
            self.dark = self.place.cursor.unwrap_or(0);
            self.light = self.light.filter(|light| *light > self.dark);
            let leap = 1 << self.blind.saturating_sub(BLIND_STEPS - 1);
            let next = self.light.map_or(self.dark + leap, |light| self.dark + (light - self.dark + 1) / 2);
            self.place.cursor = Some(next);
            self.blind += 1;
            self.ended = self.light.is_none() && self.blind > BLIND_STEPS + LEAPS;
        } else {
            self.place.offset += 1;
            self.blind += 1;
            // A listing that fails row after row is down, not holding one bad row.
            self.ended =
                self.blind > BLIND_STEPS || self.total.is_some_and(|total| self.place.offset >= total);
            self.widen();
        }
        let place = format!("{} row {}", self.path, self.place.offset);
        Chunk::Unreadable(Fault { path: place, ..fault })
    }
}

fn repeated() -> Fault {
    let hint = "Keep caches and proxies away from UnoPim's API, then pull again.";
    Fault::new("repeated_page", "", "UnoPim answered with another page than the one asked for", hint)
}

/// Records that could be decoded, all as they came, and what is wrong with the others.
pub type Records<T> = (Vec<T>, Vec<Value>, Vec<Fault>);

/// A whole listing of structure; pages that did not change since they were kept are not read again.
pub async fn read_all<T: DeserializeOwned>(
    io: &Io,
    path: &str,
    entity: &str,
) -> Result<Records<T>, SourceFault> {
    read(io, Listing::new(path, false, Place::default()).remembering(entity), entity).await
}

/// The same, whatever is kept.
pub async fn read_fresh<T: DeserializeOwned>(
    io: &Io,
    path: &str,
    entity: &str,
) -> Result<Records<T>, SourceFault> {
    read(io, Listing::new(path, false, Place::default()), entity).await
}

async fn read<T: DeserializeOwned>(
    io: &Io,
    mut listing: Listing,
    entity: &str,
) -> Result<Records<T>, SourceFault> {
    let (mut raw, mut faults) = (Vec::new(), Vec::new());
    loop {
        match listing.next(io).await? {
            Chunk::Rows(page) => {
                raw.extend(page.rows().filter_map(|row| value_of(row).ok()));
            }
            Chunk::Kept(rows) => raw.extend(rows),
            Chunk::Unreadable(fault) => faults.push(fault),
            Chunk::End => break,
        }
    }
    let (good, mut bad) = decode_records(entity, &raw);
    faults.append(&mut bad);
    Ok((good, raw, faults))
}
