from django.urls import path

from articles import feeds, ninjs, popular, shared, sitemaps, views

app_name = "articles"

LISTS = [("rubrik", "section"), ("daerah", "region"), ("topik", "topic"), ("penulis", "author")]

urlpatterns = [
    path("berita/<int:pk>/<slug:slug>/", views.detail, name="detail"),
    path("berita/<int:pk>/", views.detail, name="detail_short"),
    path("berita/<int:pk>/ninjs.json", ninjs.ninjs, name="ninjs"),
    *[path(f"{word}/<slug:slug>/", getattr(views, name), name=name) for word, name in LISTS],
    *[
        path(f"{word}/<slug:slug>/rss.xml", getattr(feeds, f"{name}_rss"), name=f"{name}_rss")
        for word, name in LISTS
    ],
    path("indeks/", views.day_index, name="index"),
    path("cari/", views.search, name="search"),
    path("terpopuler/", views.most_read, name="most_read"),
    path("ralat/", views.corrections, name="corrections"),
    path("rss.xml", feeds.rss, name="rss"),
    path("atom.xml", feeds.atom, name="atom"),
    path("feed.json", feeds.json_feed, name="json_feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    # One file per month: no file ever nears the 50,000 addresses that the protocol allows.
    path("sitemap-<int:year>-<int:month>.xml", sitemaps.month, name="sitemap_month"),
    path("sitemap-halaman.xml", sitemaps.pages, name="sitemap_pages"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("pratinjau/<slug:token>/", shared.shared, name="shared"),
    path("hitung/<int:pk>/", popular.beacon, name="beacon"),
    path("<slug:slug>/", views.page, name="page"),
]
