"""The library of fixtures/library, as a Django application over the same tables."""

from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=100)
    email = models.CharField(max_length=254, unique=True, null=True)
    born = models.DateField(null=True)

    class Meta:
        db_table = "library_author"
        ordering = ["name"]


class Profile(models.Model):
    author = models.OneToOneField(Author, models.CASCADE, related_name="profile")
    biography = models.TextField(default="")
    website = models.CharField(max_length=200, null=True)

    class Meta:
        db_table = "library_profile"


class Publisher(models.Model):
    name = models.CharField(max_length=200, unique=True)
    city = models.CharField(max_length=100, null=True)

    class Meta:
        db_table = "library_publisher"
        ordering = ["name"]


class Tag(models.Model):
    name = models.CharField(max_length=50, unique=True)

    class Meta:
        db_table = "library_tag"
        ordering = ["name"]


class Book(models.Model):
    title = models.CharField(max_length=200)
    author = models.ForeignKey(Author, models.CASCADE, related_name="books")
    publisher = models.ForeignKey(Publisher, models.SET_NULL, null=True, related_name="books")
    tags = models.ManyToManyField(Tag, related_name="books", db_table="library_book_tags")
    price = models.DecimalField(max_digits=8, decimal_places=2)
    pages = models.IntegerField()
    rating = models.FloatField(null=True)
    status = models.CharField(max_length=20, default="draft")
    details = models.JSONField(default=dict)
    published = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "library_book"
        ordering = ["-published", "title"]


class Review(models.Model):
    book = models.ForeignKey(Book, models.CASCADE, related_name="reviews")
    reviewer = models.CharField(max_length=100)
    stars = models.IntegerField()
    body = models.TextField(default="")

    class Meta:
        db_table = "library_review"


class Category(models.Model):
    name = models.CharField(max_length=100)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    starting_point = models.ForeignKey(Book, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "library_category"
