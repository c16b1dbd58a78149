//! How to put a failure right, in full: in words, as a command, as Terraform, and step by step.

use super::page::Page;
use super::style::Tone;
use super::text::visible;
use crate::control::RenderedFix;

/// Adds all of it.
pub(crate) fn write(fix: &RenderedFix, page: &mut Page) {
    page.paragraph(2, Tone::Plain, &visible(&fix.summary));
    if let Some(cli) = &fix.cli {
        page.line(2, &[(Tone::Faint, "Command line")]);
        page.command(4, cli);
    }
    if let Some(terraform) = &fix.terraform {
        page.line(2, &[(Tone::Faint, "Terraform")]);
        for line in terraform.lines() {
            page.line(4, &[(Tone::Command, &visible(line))]);
        }
    }
    if !fix.console.is_empty() {
        page.line(2, &[(Tone::Faint, "Console")]);
        for (number, step) in (1..).zip(&fix.console) {
            page.labelled(4, (&format!("{number}."), 3), Tone::Plain, &visible(step));
        }
    }
}
