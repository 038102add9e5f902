//! Petri nets in PNML (ISO/IEC 15909-2), as far as tests need it.

use std::collections::HashMap;

use cx_core::journey::{Net, NetTransition};

/// The net of a PNML text: tokens where `initialMarking` and `finalmarkings` say, transitions
/// marked `$invisible$` are silent.
///
/// # Panics
/// When the text has another form.
pub fn net(text: &str) -> Net {
    let (body, end) = text.split_once("<finalmarkings>").expect("final markings");
    let mut places = HashMap::new();
    let mut net = Net::default();
    for element in elements(body, "place") {
        let number = places.len();
        places.insert(attribute(element, "id").to_owned(), number);
        if element.contains("<initialMarking>") {
            net.start.push(number);
        }
    }
    net.places = places.len();
    for element in elements(end, "place") {
        if inner(element, "text") != "0" {
            net.end.push(places[attribute(element, "idref")]);
        }
    }
    let mut transitions = HashMap::new();
    for element in elements(body, "transition") {
        transitions.insert(attribute(element, "id").to_owned(), net.transitions.len());
        let name = (!element.contains("$invisible$")).then(|| inner(element, "text").to_owned());
        net.transitions.push(NetTransition { name, ..NetTransition::default() });
    }
    for arc in body.split("<arc ").skip(1) {
        let (source, target) = (attribute(arc, "source"), attribute(arc, "target"));
        match (places.get(source), places.get(target)) {
            (Some(place), None) => net.transitions[transitions[target]].takes.push(*place),
            (None, Some(place)) => net.transitions[transitions[source]].gives.push(*place),
            _ => panic!("an arc from {source} to {target}"),
        }
    }
    net
}

fn elements<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name} "), format!("</{name}>"));
    text.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap_or(rest)).collect()
}

fn attribute<'a>(element: &'a str, name: &str) -> &'a str {
    let after = element.split_once(&format!("{name}=\"")).expect("the attribute").1;
    after.split_once('"').expect("its end").0
}

fn inner<'a>(element: &'a str, name: &str) -> &'a str {
    let after = element.split_once(&format!("<{name}>")).expect("the element").1;
    after.split_once("</").expect("its end").0.trim()
}
