//! Reads of UnoPim, tried again while there is hope.

use super::Io;
use super::pace::PAUSE;
use super::verdict::{ATTEMPTS, Verdict, judge, not_found, spread, unusable};
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::wire::Request;

/// A body with what came beside it.
#[derive(Debug)]
pub struct Got {
    pub status: u16,
    pub headers: SortedMap<String, String>,
    pub body: Vec<u8>,
}

/// Why something could not be read from UnoPim.
#[derive(Debug, Clone)]
pub struct SourceFault {
    pub fault: Fault,
    /// The whole run cannot go on: no connection, no permission to sign in.
    pub fatal: bool,
    pub status: u16,
}

impl SourceFault {
    /// One item's trouble, whatever it is; the run goes on.
    pub fn of_item(fault: Fault) -> Self {
        Self { fault, fatal: false, status: 0 }
    }
}

impl From<Fault> for SourceFault {
    /// A record that cannot be read is one item's trouble, everything else the run's.
    fn from(fault: Fault) -> Self {
        Self { fatal: fault.code != "malformed", fault, status: 0 }
    }
}

/// The longest path that hosts ask for.
const LONGEST: usize = 1024;

/// Whether a path names nothing that UnoPim could have: no code holds a slash, a percent sign or a control character, and a server, or what
/// stands before it, would read the path as another. Hosts refuse to ask for it.
fn is_nowhere(path: &str) -> bool {
    const PARTED: [&str; 6] = ["2F", "5C", "3F", "23", "25", "7F"];
    let is_odd = |(at, _): (usize, &str)| {
        let code = path.get(at + 1..at + 3).unwrap_or_default();
        PARTED.contains(&code) || code.starts_with(['0', '1'])
    };
    path.len() > LONGEST
        || path.match_indices('%').any(is_odd)
        || path.split('/').any(|part| matches!(part, "." | "..") || part.starts_with("..%"))
}

impl Io {
    /// A read of UnoPim, tried again while there is hope.
    ///
    /// `patience`: how often a failing answer (500) is asked for again; a listing has a better remedy than asking on.
    pub async fn get(&self, path: &str, query: &[(&str, String)], patience: u32) -> Result<Got, SourceFault> {
        self.get_unless(path, query, None, patience).await
    }

    /// The same, unless the answer is the one that had this `ETag`: then its status is 304.
    pub async fn get_unless(
        &self,
        path: &str,
        query: &[(&str, String)],
        etag: Option<String>,
        patience: u32,
    ) -> Result<Got, SourceFault> {
        let mut answers = self.get_with(&[(path.to_owned(), query.to_vec())], &[etag], patience).await?;
        answers.pop().unwrap_or_else(|| Err(unusable(0, "no answer")))
    }

    /// Several reads in one step; those that failed for a passing reason are tried again together.
    pub async fn get_all(
        &self,
        reads: &[(String, Vec<(&str, String)>)],
    ) -> Result<Vec<Result<Got, SourceFault>>, SourceFault> {
        self.get_with(reads, &[], ATTEMPTS).await
    }

    async fn get_with(
        &self,
        reads: &[(String, Vec<(&str, String)>)],
        etags: &[Option<String>],
        patience: u32,
    ) -> Result<Vec<Result<Got, SourceFault>>, SourceFault> {
        let mut done: Vec<Option<Result<Got, SourceFault>>> =
            reads.iter().map(|(path, _)| is_nowhere(path).then(|| Err(not_found()))).collect();
        let mut attempt = 0;
        loop {
            let open: Vec<usize> = (0..reads.len()).filter(|i| done[*i].is_none()).collect();
            if open.is_empty() {
                return Ok(done.into_iter().flatten().collect());
            }
            let fatal = |fault| SourceFault { fault, fatal: true, status: 0 };
            self.pace(open.len() as u64).await.map_err(fatal)?;
            let answers = self
                .ask(|id| {
                    open.iter()
                        .map(|i| {
                            let (path, query) = &reads[*i];
                            let query = query.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
                            Request::Get {
                                id: id(),
                                path: path.clone(),
                                query,
                                etag: etags.get(*i).cloned().flatten(),
                            }
                        })
                        .collect()
                })
                .await
                .map_err(fatal)?;
            attempt += 1;
            let exhausted = self.count_down(&answers);
            self.count_silence(&answers);
            let mut pause = None;
            for (index, answer) in open.into_iter().zip(answers) {
                match judge(answer, attempt, patience, exhausted, spread(&reads[index].0, attempt)) {
                    Verdict::Good(got) => done[index] = Some(Ok(got)),
                    Verdict::Bad(fault) if fault.fatal => return Err(fault),
                    Verdict::Bad(fault) => done[index] = Some(Err(fault)),
                    Verdict::Again(seconds) => pause = pause.max(Some(seconds)),
                }
            }
            if let Some(seconds) = pause {
                let seconds = if self.is_silent() { seconds.max(PAUSE) } else { seconds };
                self.wait(seconds, "source_busy").await.map_err(|fault| SourceFault {
                    fault,
                    fatal: true,
                    status: 0,
                })?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_nowhere;
    use crate::source::segment;

    #[test]
    fn codes_that_would_name_another_place_are_not_asked_for() {
        for code in
            ["a/b", "../products", "..", ".", "..;x", "a\\b", "a?b", "a#b", "50%", "a\nb", &"x".repeat(1100)]
        {
            assert!(is_nowhere(&format!("families/{}", segment(code))), "{code}");
        }
        for code in ["shirt", "no such family", "größe", "a.b", "a..b", "x:y", "1+1", "ö~-_"] {
            assert!(!is_nowhere(&format!("families/{}", segment(code))), "{code}");
        }
        assert!(!is_nowhere("attributes/color/options"));
    }
}
