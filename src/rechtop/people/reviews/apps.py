from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "rechtop.people.reviews"
    label = "reviews"
