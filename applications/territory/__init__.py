"""Where things are: communes, posts abroad, and which authority is competent for work (law.md §2.1)."""

from applications.territory.cascade import Competence, Reason, competent_authority
from applications.territory.places import (
    Commune,
    UnknownCommune,
    authority_of,
    commune,
    communes,
    communes_by_postal,
    find_commune,
    search,
)
from applications.territory.posts import Post, UnknownPost, all_posts, find_post, post, posts_for, search_posts
from applications.territory.words import sentence

__all__ = [
    "Commune",
    "Competence",
    "Post",
    "Reason",
    "UnknownCommune",
    "UnknownPost",
    "all_posts",
    "authority_of",
    "commune",
    "communes",
    "communes_by_postal",
    "competent_authority",
    "find_commune",
    "find_post",
    "post",
    "posts_for",
    "search",
    "search_posts",
    "sentence",
]
