//! Petri nets from PNML, the file format of process mining tools.

use super::net::{Net, NetTransition};
use super::xml::{Piece, Pieces};
use crate::ordered::Map;
use crate::sure::{Call, Sure};
use crate::{Error, Result};

impl Net {
    /// The net of a PNML text (ISO/IEC 15909-2), as `ProM`, pm4py and others write it.
    ///
    /// Tokens at the start are those of `initialMarking`; those at the end of `finalmarkings`, where there are some,
    /// else the one place that no transition takes from. A transition without a name, or one that is marked
    /// `$invisible$`, is silent. Positions and colours do not count.
    ///
    /// # Errors
    /// [`Error::Option`] for a text that is no PNML of one safe net: an arc that joins two places or has a weight,
    /// a place with two tokens, more than one net or end, no end.
    ///
    /// ```
    /// use cx_core::journey::Net;
    /// let text = r#"<pnml><net id="n"><place id="p"><initialMarking><text>1</text></initialMarking></place>
    ///     <place id="q"/><transition id="t"><name><text>visit</text></name></transition>
    ///     <arc id="a" source="p" target="t"/><arc id="b" source="t" target="q"/></net></pnml>"#;
    /// let net = Net::from_pnml(text)?;
    /// assert_eq!((net.places, net.start, net.end), (2, vec![0], vec![1]));
    /// assert_eq!(net.transitions[0].name.as_deref(), Some("visit"));
    /// # Ok::<(), cx_core::Error>(())
    /// ```
    pub fn from_pnml(text: &str) -> Result<Self> {
        let call = Call::open();
        let mut reader = Reader::default();
        for piece in Pieces::of(text) {
            reader.take(piece.ok_or_else(|| refused("a text that is no XML"))?)?;
        }
        call.close(reader.finish())
    }
}

fn refused(found: impl Into<String>) -> Error {
    let allowed =
        "PNML of one safe net with arcs of weight 1 between places and transitions, and one end";
    Error::Option { field: "net", value: found.into(), allowed: allowed.into() }
}

/// What was read so far.
#[derive(Debug, Default)]
struct Reader {
    /// Names of the elements that are open.
    open: Vec<String>,
    nets: usize,
    /// Markings at the end.
    ends: usize,
    /// Numbers of places and transitions by their names in the file.
    places: Map<String, usize>,
    transitions: Map<String, usize>,
    /// Transitions that are marked as silent; they may have a name all the same.
    silent: Vec<usize>,
    arcs: Vec<(String, String)>,
    end: Vec<String>,
    /// The place that the current element of `finalmarkings` names.
    named: Option<String>,
    net: Net,
}

impl Reader {
    fn take(&mut self, piece: Piece) -> Result<()> {
        match piece {
            Piece::Open(name, attributes) => {
                self.open(&name, &attributes)?;
                self.open.push(name);
            }
            Piece::Close(name) => {
                if self.open.pop().as_ref() != Some(&name) {
                    return Err(refused(format!("</{name}> without its beginning")));
                }
            }
            Piece::Text(text) => self.text(&text)?,
        }
        Ok(())
    }

    /// Whether the open elements end with these.
    fn within(&self, names: &[&str]) -> bool {
        let from = self.open.len().checked_sub(names.len());
        from.and_then(|from| self.open.get(from..)).is_some_and(|end| end == names)
    }

    fn open(&mut self, name: &str, attributes: &[(String, String)]) -> Result<()> {
        let has = |key: &str| attributes.iter().find(|(name, _)| name == key).map(|(_, v)| v);
        let need = |key: &str| {
            let missing = || refused(format!("<{name}> without \"{key}\""));
            has(key).cloned().ok_or_else(missing)
        };
        match name {
            "net" => self.nets += 1,
            "marking" => self.ends += 1,
            "place" if self.open.iter().any(|name| name == "finalmarkings") => {
                self.named = Some(need("idref")?);
            }
            "place" => {
                let id = need("id")?;
                let number = self.places.len();
                if self.places.insert(id.clone(), number).is_some() {
                    return Err(refused(format!("two places \"{id}\"")));
                }
            }
            "transition" => {
                let id = need("id")?;
                let number = self.transitions.len();
                if self.transitions.insert(id.clone(), number).is_some() {
                    return Err(refused(format!("two transitions \"{id}\"")));
                }
                self.net.transitions.push(NetTransition::default());
            }
            "toolspecific"
                if self.within(&["transition"])
                    && has("activity").is_some_and(|activity| activity == "$invisible$") =>
            {
                self.silent.push(self.transitions.len() - 1);
            }
            "arc" => self.arcs.push((need("source")?, need("target")?)),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<()> {
        if self.within(&["transition", "name", "text"]) {
            if let Some(transition) = self.net.transitions.last_mut() {
                transition.name = Some(text.to_owned());
            }
        } else if self.within(&["place", "initialMarking", "text"]) {
            if one_token(text)? {
                self.net.start.push(self.places.len() - 1);
            }
        } else if self.within(&["arc", "inscription", "text"]) {
            if text != "1" {
                return Err(refused(format!("an arc of weight {text}")));
            }
        } else if self.within(&["marking", "place", "text"]) && one_token(text)? {
            self.end.extend(self.named.take());
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Net> {
        if self.nets != 1 || !self.open.is_empty() {
            return Err(refused(format!("a text with {} nets", self.nets)));
        }
        if self.ends > 1 {
            return Err(refused(format!("a net with {} ends", self.ends)));
        }
        self.net.places = self.places.len();
        for (source, target) in std::mem::take(&mut self.arcs) {
            self.join(&source, &target)?;
        }
        self.net.end = self.last()?;
        for number in &self.silent {
            if let Some(transition) = self.net.transitions.get_mut(*number).sure() {
                transition.name = None;
            }
        }
        self.net.validate()?;
        Ok(self.net)
    }

    fn join(&mut self, source: &str, target: &str) -> Result<()> {
        let (from, to) = (self.places.get(source), self.places.get(target));
        let transition = |id: &str| self.transitions.get(id).copied();
        let (place, number, takes) = match (from, to, transition(source), transition(target)) {
            (Some(place), None, None, Some(number)) => (*place, number, true),
            (None, Some(place), Some(number), None) => (*place, number, false),
            _ => return Err(refused(format!("an arc from \"{source}\" to \"{target}\""))),
        };
        let unknown = Error::Defect { what: "a transition of a net without its number" };
        let transition = self.net.transitions.get_mut(number).ok_or(unknown)?;
        let places = if takes { &mut transition.takes } else { &mut transition.gives };
        if places.contains(&place) {
            return Err(refused(format!("two arcs from \"{source}\" to \"{target}\"")));
        }
        places.push(place);
        Ok(())
    }

    /// The places with a token at the end.
    fn last(&self) -> Result<Vec<usize>> {
        let place = |id: &String| {
            let unknown = || refused(format!("an end at \"{id}\", which is no place"));
            self.places.get(id).copied().ok_or_else(unknown)
        };
        if self.ends == 1 {
            return self.end.iter().map(place).collect();
        }
        let taken = |place: &usize| self.net.transitions.iter().any(|t| t.takes.contains(place));
        let sinks: Vec<usize> = (0..self.net.places).filter(|place| !taken(place)).collect();
        match sinks.as_slice() {
            [_] => Ok(sinks),
            _ => Err(refused(format!(
                "a net without finalmarkings and with {} last places",
                sinks.len()
            ))),
        }
    }
}

/// Whether a marking is one token; it may be none.
fn one_token(text: &str) -> Result<bool> {
    match text {
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(refused(format!("a place with {text} tokens"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(inside: &str) -> Result<Net> {
        Net::from_pnml(&format!(
            "<pnml><net id='n'><page id='0'><place id='p'><initialMarking><text>1</text></initialMarking></place>\
            <place id='q'/><transition id='t'/>{inside}</page></net></pnml>"
        ))
    }

    const ARCS: &str = "<arc source='p' target='t'/><arc source='t' target='q'/>";

    #[test]
    fn names_silent_steps_and_ends() {
        let mark = "<toolspecific activity='$invisible$'/>";
        let more = format!(
            "{ARCS}<transition id='u'><name><text>a &amp; b</text></name></transition>\
            <transition id='v'><name><text>tau</text></name>{mark}</transition>\
            <arc source='q' target='u'/><arc source='u' target='q'/><arc source='q' target='v'/>\
            <arc source='v' target='q'/>"
        );
        let ends = "<finalmarkings><marking><place idref='p'><text>0</text></place>\
            <place idref='q'><text>1</text></place></marking></finalmarkings>";
        let net = with(&format!("{more}{ends}")).expect("a net");
        let names: Vec<_> = net.transitions.iter().map(|t| t.name.as_deref()).collect();
        assert_eq!(names, [None, Some("a & b"), None]);
        assert_eq!((net.places, net.start, net.end), (2, vec![0], vec![1]));
        assert_eq!((&net.transitions[1].takes, &net.transitions[1].gives), (&vec![1], &vec![1]));
        // Every place is left again, so the file has to say where the end is.
        assert!(with(&more).is_err());
        assert_eq!(with(ARCS).expect("a net").end, [1]);
    }

    #[test]
    fn what_is_no_safe_net_is_refused_by_name() {
        for (inside, says) in [
            ("<arc source='p' target='q'/>", "from \"p\" to \"q\""),
            ("<arc source='p' target='x'/>", "to \"x\""),
            ("<arc source='p' target='t'/><arc source='p' target='t'/>", "two arcs"),
            (
                "<arc source='p' target='t'><inscription><text>2</text></inscription></arc>",
                "weight 2",
            ),
            ("<place id='p'/>", "two places"),
            ("<transition id='t'/>", "two transitions"),
            ("<place/>", "without \"id\""),
            ("<place id='r'><initialMarking><text>2</text></initialMarking></place>", "2 tokens"),
            ("<net id='m'/>", "2 nets"),
            ("</place>", "without its beginning"),
            ("<finalmarkings><marking/><marking/></finalmarkings>", "2 ends"),
            (
                "<finalmarkings><marking><place idref='x'><text>1</text></place></marking></finalmarkings>",
                "no place",
            ),
            ("<a b>", "no XML"),
        ] {
            let error = with(inside).expect_err(inside).to_string();
            assert!(error.contains(says), "{inside}: {error}");
        }
        assert!(Net::from_pnml("").is_err() && Net::from_pnml("<pnml>").is_err());
    }
}
